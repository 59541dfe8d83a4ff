DELETE FROM "t" WHERE "a" = "a";
