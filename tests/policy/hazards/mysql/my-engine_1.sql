-- expect: my-engine
ALTER TABLE orders ENGINE=InnoDB;
