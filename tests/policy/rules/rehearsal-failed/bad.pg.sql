ALTER TABLE acounts ADD COLUMN plan text;
