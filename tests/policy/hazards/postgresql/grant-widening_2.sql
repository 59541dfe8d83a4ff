-- expect: grant-widening
GRANT ALL PRIVILEGES ON ALL TABLES IN SCHEMA public TO app;
