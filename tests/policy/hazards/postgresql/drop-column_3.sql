-- expect: drop-column
ALTER TABLE orders DROP note RESTRICT;
