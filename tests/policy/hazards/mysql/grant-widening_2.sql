-- expect: grant-widening
GRANT ALL ON `shop`.* TO app;
