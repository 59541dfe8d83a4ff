RENAME TABLE orders TO deprecated_orders;
