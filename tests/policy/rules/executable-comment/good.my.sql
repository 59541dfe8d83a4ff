/* !not one */
SET NAMES utf8mb4; -- /*! behind dashes */
CREATE TABLE notes (id bigint NOT NULL PRIMARY KEY, text varchar(100) DEFAULT '/*! text */'); # /*! behind a hash */
INSERT INTO notes (id, text) VALUES (1, "/*! text */"), (2, 'it\'s /*+ text */');
