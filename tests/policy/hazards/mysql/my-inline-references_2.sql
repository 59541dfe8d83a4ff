-- expect: my-inline-references
ALTER TABLE `lines` ADD COLUMN `order_id` INT REFERENCES `orders` (`id`) ON DELETE CASCADE;
