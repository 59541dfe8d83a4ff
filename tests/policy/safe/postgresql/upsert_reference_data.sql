INSERT INTO currencies (code, digits) VALUES ('EUR', 2), ('JPY', 0)
ON CONFLICT (code) DO UPDATE SET digits = excluded.digits;
