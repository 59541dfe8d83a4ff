ALTER INDEX measures_at ATTACH PARTITION measures_2026_at;
