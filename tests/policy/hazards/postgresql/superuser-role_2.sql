-- expect: superuser-role
CREATE ROLE boss LOGIN SUPERUSER;
