ALTER TABLE archive ADD COLUMN total int;
INSERT INTO archive (id, total) SELECT id, total FROM orders;
