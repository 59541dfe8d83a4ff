-- expect: dml-in-migration
DELETE FROM `shop`.`orders` WHERE state = 'gone';
