-- expect: add-required-column-implicit-zero
ALTER TABLE orders ADD (a ENUM('x','y') NOT NULL, b INT);
