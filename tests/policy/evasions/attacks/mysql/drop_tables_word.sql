DROP TABLES users, audit;
