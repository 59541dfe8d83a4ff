-- expect: attach-database
ATTACH 'x.db' AS "Other";
