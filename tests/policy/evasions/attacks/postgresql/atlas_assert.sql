-- atlas:assert DS102
DROP TABLE users;