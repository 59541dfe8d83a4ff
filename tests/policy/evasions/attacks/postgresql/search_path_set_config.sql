CREATE TABLE x.users (id int);
SELECT set_config('search_path', 'x', false);
DROP TABLE users;
