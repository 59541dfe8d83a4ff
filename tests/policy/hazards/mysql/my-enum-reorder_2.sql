-- expect: my-enum-reorder
ALTER TABLE tickets MODIFY state ENUM('a','b') NULL, ALGORITHM=INSTANT;
ALTER TABLE `tickets` CHANGE `state` `state` ENUM('b','a');
