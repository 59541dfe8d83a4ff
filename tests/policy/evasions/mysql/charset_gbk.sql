SET NAMES gbk;
SELECT '縗'; DROP TABLE users; -- ';
