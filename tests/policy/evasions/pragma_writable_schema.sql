PRAGMA/**/writable_schema(1);
UPDATE sqlite_schema SET sql = '' WHERE name = 't';
