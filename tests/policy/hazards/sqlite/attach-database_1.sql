-- expect: attach-database
ATTACH DATABASE 'x.db' AS x;
