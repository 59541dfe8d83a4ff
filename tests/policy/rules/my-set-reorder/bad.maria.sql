ALTER TABLE orders MODIFY COLUMN flags SET('express','gift');
