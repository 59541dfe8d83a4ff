CREATE TABLE `shipments` (
  `id` bigint unsigned NOT NULL AUTO_INCREMENT,
  `carrier` varchar(60) NOT NULL,
  `tracking` varchar(60) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `uk_tracking` (`tracking`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
