-- expect: set-tablespace
ALTER INDEX public."Ix" SET TABLESPACE fast;
