CREATE MATERIALIZED VIEW daily_totals AS SELECT date(created_at) AS day, sum(total) AS total FROM orders GROUP BY 1 WITH NO DATA;
CREATE UNIQUE INDEX daily_totals_day ON daily_totals (day);
