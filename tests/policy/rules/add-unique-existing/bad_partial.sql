CREATE UNIQUE INDEX users_email_tenant ON users (email, tenant);
