CREATE TABLE `drop table` (`delete from` int);
