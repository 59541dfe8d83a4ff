SET "Standard_Conforming_Strings" TO 'off';
SELECT 'a\'; DROP TABLE users; --';
