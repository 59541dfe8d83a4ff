CREATE TABLE batches (id bigint PRIMARY KEY);
CREATE TABLE lines (batch bigint REFERENCES batches);
TRUNCATE batches, lines;
