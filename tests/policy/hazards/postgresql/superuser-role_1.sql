-- expect: superuser-role
ALTER ROLE app SUPERUSER;
