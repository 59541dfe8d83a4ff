-- expect: privilege-change
GRANT SELECT (id) ON `shop`.`orders` TO reporting;
