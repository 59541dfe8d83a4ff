-- atlas:txmode none

ALTER TABLE users ADD COLUMN nickname text;
