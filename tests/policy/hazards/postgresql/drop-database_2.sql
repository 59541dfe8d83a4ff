-- expect: drop-database
DROP DATABASE IF EXISTS "Shop Staging";
