CREATE TABLE Üsers (id);
DELETE FROM üsers;