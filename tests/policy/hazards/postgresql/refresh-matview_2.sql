-- expect: refresh-matview
REFRESH MATERIALIZED VIEW public."Totals" WITH DATA;
