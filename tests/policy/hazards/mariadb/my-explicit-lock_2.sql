-- expect: my-explicit-lock
ALTER TABLE `orders` ADD INDEX (a), ALGORITHM=INPLACE, LOCK SHARED;
