ATTACH DATABASE '/srv/app/production.db' AS live;
VACUUM INTO '/tmp/copy.db';
