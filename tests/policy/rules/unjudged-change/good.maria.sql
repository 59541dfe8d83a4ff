ALTER TABLE measurements COMMENT = 'one row a minute', AUTO_INCREMENT = 1000;
