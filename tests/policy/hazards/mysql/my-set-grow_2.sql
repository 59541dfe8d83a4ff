-- expect: my-set-grow
ALTER TABLE tickets MODIFY flags SET('1','2','3','4','5','6','7') NULL, ALGORITHM=INSTANT;
ALTER TABLE `tickets` CHANGE `flags` `flags` SET('1','2','3','4','5','6','7','8','9');
