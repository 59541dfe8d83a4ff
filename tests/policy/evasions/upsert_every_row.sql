INSERT INTO marks (k, v) SELECT k, '' FROM marks WHERE true ON CONFLICT (k) DO UPDATE SET v = '';
