GRANT PROXY ON 'root'@'localhost' TO 'bob'@'%';
