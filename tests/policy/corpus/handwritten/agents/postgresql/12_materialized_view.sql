CREATE MATERIALIZED VIEW IF NOT EXISTS monthly_sales AS
SELECT date_trunc('month', placed_at) AS month, sum(total) AS total
FROM orders
GROUP BY 1
WITH NO DATA;
CREATE UNIQUE INDEX IF NOT EXISTS monthly_sales_month ON monthly_sales (month);
REFRESH MATERIALIZED VIEW monthly_sales;
GRANT SELECT ON monthly_sales TO reporting;
