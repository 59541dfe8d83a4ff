-- expect: drop-system-versioning
ALTER TABLE `shop`.`prices` ADD COLUMN x INT, DROP SYSTEM VERSIONING;
