-- expect: drop-column-compat
ALTER TABLE "Orders" DROP "Note";
