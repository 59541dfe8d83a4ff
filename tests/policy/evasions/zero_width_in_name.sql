DROP TABLE us​ers;
