-- expect: json-column
CREATE TABLE public."Docs" (id bigint PRIMARY KEY, "Data" pg_catalog.json);
