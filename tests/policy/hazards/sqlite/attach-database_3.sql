-- expect: attach-database
VACUUM INTO 'copy.db';
