ALTER TABLE orders MODIFY COLUMN status ENUM('new','paid','sent','packed'), ALGORITHM=INSTANT;
