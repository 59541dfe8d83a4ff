DELETE FROM t AS x WHERE x.id = x.id;
