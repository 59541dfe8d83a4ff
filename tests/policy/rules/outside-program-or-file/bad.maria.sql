LOAD DATA INFILE '/etc/passwd' INTO TABLE users;
SELECT * FROM users INTO OUTFILE '/tmp/users.csv';
INSERT INTO notes (id, body) VALUES (1, load_file('/etc/hostname'));
