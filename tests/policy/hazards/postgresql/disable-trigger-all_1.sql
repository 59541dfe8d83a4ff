-- expect: disable-trigger-all
ALTER TABLE orders DISABLE TRIGGER ALL;
