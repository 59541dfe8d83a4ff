-- expect: my-generated-change
ALTER TABLE `orders` CHANGE `gross` `gross` INT GENERATED ALWAYS AS (net * 2) VIRTUAL;
