-- expect: lite-rename-dependents
CREATE TRIGGER t AFTER INSERT ON "orders" BEGIN UPDATE orders SET total = 0 WHERE id = new.id; END;
ALTER TABLE "orders" RENAME TO purchases;
