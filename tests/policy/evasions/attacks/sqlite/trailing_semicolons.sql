;;;DROP TABLE users;;;
