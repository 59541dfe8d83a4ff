ALTER TABLE far CONNECTION = 'mysql://root@target/app/users';
