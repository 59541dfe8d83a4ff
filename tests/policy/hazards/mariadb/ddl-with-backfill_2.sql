-- expect: ddl-with-backfill
ALTER TABLE `orders` ADD COLUMN x INT;
DELETE FROM `lines` WHERE at < '2020-01-01';
