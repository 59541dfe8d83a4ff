CREATE TABLE shops (id bigint PRIMARY KEY, parent bigint REFERENCES shops (id));
CREATE TABLE sales (id bigint PRIMARY KEY, shop bigint REFERENCES shops (id));
ALTER TABLE sales ADD COLUMN other bigint REFERENCES shops (id);
