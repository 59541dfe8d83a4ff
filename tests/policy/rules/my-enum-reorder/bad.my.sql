ALTER TABLE orders MODIFY COLUMN status ENUM('sent','new','paid');
