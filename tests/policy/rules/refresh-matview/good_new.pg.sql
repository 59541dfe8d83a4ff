CREATE MATERIALIZED VIEW daily_totals AS SELECT placed, count(*) AS orders FROM orders GROUP BY placed WITH NO DATA;
REFRESH MATERIALIZED VIEW daily_totals;
