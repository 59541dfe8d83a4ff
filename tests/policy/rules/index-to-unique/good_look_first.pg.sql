SELECT email, count(*) FROM users GROUP BY email HAVING count(*) > 1;
