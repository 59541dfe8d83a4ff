-- expect: drop-behaviour-object
DROP PROCEDURE IF EXISTS shop.archive;
