DELETE FROM users WHERE Id IN (users."ID");
