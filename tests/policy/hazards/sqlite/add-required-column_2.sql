-- expect: add-required-column
ALTER TABLE "Orders" ADD "Code" INTEGER NOT NULL;
