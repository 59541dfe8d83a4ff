CREATE VIEW ranked AS SELECT id, row_number() OVER (PARTITION BY kind ORDER BY score DESC) AS r, json_extract(data, '$.a') AS a, data ->> '$.b' AS b FROM items;
