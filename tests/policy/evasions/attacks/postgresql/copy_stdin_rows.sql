COPY users FROM STDIN;
1	DROP TABLE users;
\.
