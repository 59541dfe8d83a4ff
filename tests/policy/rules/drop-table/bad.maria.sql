DROP TABLE orders, `order lines`;
