-- expect: cross-database
INSERT INTO other.orders SELECT * FROM orders;
