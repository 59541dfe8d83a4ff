CREATE TABLE usеrs (id integer);
