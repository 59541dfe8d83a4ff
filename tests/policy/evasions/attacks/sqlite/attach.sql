ATTACH 'file:/tmp/x?mode=rwc' AS x;
