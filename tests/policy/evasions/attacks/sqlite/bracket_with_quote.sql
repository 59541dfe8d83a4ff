DROP TABLE [us"ers];
