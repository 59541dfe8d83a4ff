CREATE TABLE coupons (id integer PRIMARY KEY, code text);
CREATE INDEX coupons_code ON coupons (code);
DROP INDEX coupons_code;
CREATE UNIQUE INDEX coupons_code ON coupons (code);
