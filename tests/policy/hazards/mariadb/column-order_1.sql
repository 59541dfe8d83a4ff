-- expect: column-order
ALTER TABLE orders MODIFY note TEXT FIRST;
