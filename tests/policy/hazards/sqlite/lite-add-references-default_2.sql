-- expect: lite-add-references-default
ALTER TABLE "Orders" ADD "Store" INTEGER REFERENCES stores DEFAULT 7;
