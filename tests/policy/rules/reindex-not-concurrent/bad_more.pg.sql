REINDEX TABLE users;
REINDEX (VERBOSE) INDEX audit.users_email;
