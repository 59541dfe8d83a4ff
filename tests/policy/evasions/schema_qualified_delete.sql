DELETE FROM main.t;
