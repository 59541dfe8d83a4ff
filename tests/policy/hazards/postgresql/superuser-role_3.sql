-- expect: superuser-role
ALTER ROLE "App" BYPASSRLS CREATEROLE;
