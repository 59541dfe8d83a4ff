-- expect: drop-index
DROP INDEX orders_note;
