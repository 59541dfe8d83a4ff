ALTER TABLE acounts ADD COLUMN plan varchar(10);
