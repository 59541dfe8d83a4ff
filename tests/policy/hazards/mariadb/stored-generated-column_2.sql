-- expect: stored-generated-column
ALTER TABLE `orders` ADD `k` VARCHAR(20) GENERATED ALWAYS AS (lower(`code`)) STORED NOT NULL;
