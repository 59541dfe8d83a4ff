-- expect: cross-database
DROP TABLE other.orders;
