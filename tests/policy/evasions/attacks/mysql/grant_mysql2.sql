GRANT DELETE ON `mysql`.`user` TO bob;
