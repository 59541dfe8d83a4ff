CREATE TABLE Üsers (id);
DROP TABLE üsers;