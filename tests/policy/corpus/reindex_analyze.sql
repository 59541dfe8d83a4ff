REINDEX users_email;
ANALYZE;
ANALYZE main.users;
REINDEX;
