-- expect: set-not-null-nonstrict
SET sql_mode = 'NO_ENGINE_SUBSTITUTION';
ALTER TABLE `orders` CHANGE `n` `n` INT NOT NULL;
