ALTER TABLE "shop_order" ADD COLUMN "buyer_id" bigint NULL CONSTRAINT "shop_order_buyer_id_77aa_fk" REFERENCES "auth_user"("id") DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "shop_order_buyer_id_77aa_fk" IMMEDIATE;
CREATE INDEX CONCURRENTLY "shop_order_buyer_id_77aa" ON "shop_order" ("buyer_id");
