-- expect: rename-table
RENAME TABLE a TO b, orders TO purchases;
