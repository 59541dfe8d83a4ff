-- expect: refresh-matview
REFRESH MATERIALIZED VIEW totals;
