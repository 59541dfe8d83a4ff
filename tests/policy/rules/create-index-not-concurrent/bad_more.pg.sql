CREATE INDEX users_email ON users (email);
create unique index if not exists users_phone on audit.users using btree (lower(phone), plan) where phone is not null;
