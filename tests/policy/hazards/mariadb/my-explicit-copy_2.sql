-- expect: my-explicit-copy
ALTER TABLE `orders` ADD INDEX (a), ALGORITHM COPY;
