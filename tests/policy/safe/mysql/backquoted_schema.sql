CREATE TABLE `gates` (`id` int NOT NULL, `key` varchar(10) NOT NULL, PRIMARY KEY (`id`), KEY `by key` (`key`)) COMMENT='a; b';
