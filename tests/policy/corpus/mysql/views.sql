CREATE OR REPLACE VIEW active_users AS SELECT `id`, `email`, COALESCE(`name`, '') AS `name` FROM `users` WHERE `active` = 1;
CREATE ALGORITHM=UNDEFINED SQL SECURITY INVOKER VIEW totals AS SELECT user_id, SUM(total) AS total, COUNT(DISTINCT kind) AS kinds FROM orders GROUP BY user_id WITH ROLLUP;
