-- expect: drop-column-with-dependents
CREATE OR REPLACE VIEW `noted` AS SELECT `note` FROM `orders`;
ALTER TABLE `orders` DROP `note`;
