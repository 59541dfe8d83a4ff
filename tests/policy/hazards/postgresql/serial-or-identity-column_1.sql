-- expect: serial-or-identity-column
ALTER TABLE orders ADD COLUMN n bigserial;
