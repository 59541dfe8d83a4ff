LOCK TABLES prices WRITE;
UPDATE prices SET amount = amount * 1.05 WHERE 1;
UNLOCK TABLES;
ALTER TABLE prices ADD COLUMN note VARCHAR(100) NULL, ALGORITHM=COPY, LOCK=SHARED;
REPLACE INTO settings (name, value) VALUES ('price_version', '2');
