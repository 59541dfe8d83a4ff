-- expect: concurrent-in-transaction
START TRANSACTION;
CREATE UNIQUE INDEX CONCURRENTLY "Ix" ON "Orders" ("Note");
END;
