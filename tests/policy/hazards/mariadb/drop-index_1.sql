-- expect: drop-index
DROP INDEX i ON orders;
