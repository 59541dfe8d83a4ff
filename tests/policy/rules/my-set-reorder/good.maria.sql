ALTER TABLE orders MODIFY COLUMN flags SET('gift','express','fragile'), ALGORITHM=INSTANT;
