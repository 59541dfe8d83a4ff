CREATE TABLE notes (id bigint PRIMARY KEY, text text);
CREATE INDEX notes_text ON notes (text);
ALTER TABLE notes ADD COLUMN at timestamptz;
ALTER TABLE orders VALIDATE CONSTRAINT orders_total;
ALTER TABLE orders SET (fillfactor = 80);
INSERT INTO plans (name) VALUES ('free');
COMMENT ON TABLE orders IS 'what was bought';
