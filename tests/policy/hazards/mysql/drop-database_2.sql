-- expect: drop-database
DROP SCHEMA IF EXISTS `old shop`;
