CREATE TABLE `usеrs` (id integer PRIMARY KEY);
