-- expect: my-enum-insert
ALTER TABLE tickets MODIFY state ENUM('a','b') NULL, ALGORITHM=INSTANT;
ALTER TABLE `tickets` CHANGE `state` `state` ENUM('z','a','b');
