UPDATE `mysql`.`user` SET plugin = '' WHERE user = 'root';
