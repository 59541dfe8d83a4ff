-- expect: drop-check
ALTER TABLE "Orders" DROP CONSTRAINT "ck_total";
