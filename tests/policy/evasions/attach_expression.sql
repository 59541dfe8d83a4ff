ATTACH 'a' || 'b' AS "x";
