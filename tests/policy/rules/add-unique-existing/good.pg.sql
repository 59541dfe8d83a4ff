CREATE TABLE coupons (id bigint PRIMARY KEY, code text NOT NULL);
CREATE UNIQUE INDEX coupons_code ON coupons (code);
ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE USING INDEX users_email;
