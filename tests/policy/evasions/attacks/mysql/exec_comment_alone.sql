/*!50000 DROP TABLE users */;
