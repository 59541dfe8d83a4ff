-- expect: drop-column-compat
ALTER TABLE shop."Orders" DROP "Note" CASCADE;
