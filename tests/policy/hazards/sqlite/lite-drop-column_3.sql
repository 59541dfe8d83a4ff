-- expect: lite-drop-column
CREATE VIEW v AS SELECT id, note FROM orders;
ALTER TABLE orders DROP COLUMN note;
