ALTER TABLE orders MODIFY COLUMN flags SET('gift','fragile','express');
