/* a new table,
   made by hand */
CREATE TABLE gates (
    id bigint PRIMARY KEY, -- given by the building
    name text NOT NULL
);
