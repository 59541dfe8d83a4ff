-- expect: drop-table
DROP TABLE IF EXISTS `shop`.`orders`, lines CASCADE;
