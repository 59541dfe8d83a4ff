ALTER TABLE orders MODIFY COLUMN status ENUM('new','paid','packed','sent');
