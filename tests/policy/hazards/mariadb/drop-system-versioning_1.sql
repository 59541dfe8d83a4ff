-- expect: drop-system-versioning
ALTER TABLE prices DROP SYSTEM VERSIONING;
