--/*
DROP TABLE users;
--*/
