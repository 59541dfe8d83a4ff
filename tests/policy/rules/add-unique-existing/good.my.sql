CREATE TABLE coupons (id bigint PRIMARY KEY, code varchar(40) NOT NULL);
CREATE UNIQUE INDEX coupons_code ON coupons (code);
ALTER TABLE users ADD COLUMN token varchar(40) UNIQUE;
