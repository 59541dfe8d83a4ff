-- expect: my-set-reorder
ALTER TABLE tickets MODIFY flags SET('a','b') NULL, ALGORITHM=INSTANT;
ALTER TABLE `tickets` CHANGE `flags` `flags` SET('b','a');
