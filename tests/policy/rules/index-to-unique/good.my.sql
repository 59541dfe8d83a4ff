CREATE TABLE coupons (id bigint PRIMARY KEY, code varchar(40), KEY coupons_code (code));
DROP INDEX coupons_code ON coupons;
CREATE UNIQUE INDEX coupons_code ON coupons (code);
