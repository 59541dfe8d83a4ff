CREATE TABLE far (id int) ENGINE = 'federated' CONNECTION = 'mysql://root@target/app/users';
