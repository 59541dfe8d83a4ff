-- expect: explicit-lock-table
LOCK public."Orders", lines IN SHARE ROW EXCLUSIVE MODE;
