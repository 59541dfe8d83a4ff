MERGE INTO users u USING users s ON u.id = s.id WHEN MATCHED THEN DELETE;
