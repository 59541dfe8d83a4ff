-- expect: drop-index-not-concurrent
DROP INDEX orders_note;
