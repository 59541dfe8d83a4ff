SELECT 1 /*! , '*/', 2; DROP TABLE users; -- ' */;
