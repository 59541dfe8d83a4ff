CREATE EXTENSION house_tools;
