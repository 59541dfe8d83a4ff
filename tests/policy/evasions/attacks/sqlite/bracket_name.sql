DROP TABLE [users];
