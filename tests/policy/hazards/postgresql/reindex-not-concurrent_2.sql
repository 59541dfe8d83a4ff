-- expect: reindex-not-concurrent
REINDEX INDEX public."Ix";
