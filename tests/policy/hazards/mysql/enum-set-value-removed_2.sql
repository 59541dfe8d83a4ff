-- expect: enum-set-value-removed
ALTER TABLE tickets MODIFY state ENUM('a','b','c') NULL, ALGORITHM=INSTANT;
ALTER TABLE `tickets` CHANGE `state` `state` ENUM('a','c');
