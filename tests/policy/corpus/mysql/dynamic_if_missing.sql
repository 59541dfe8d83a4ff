SET @preparedStatement = (SELECT IF(
    (
        SELECT COUNT(*) FROM INFORMATION_SCHEMA.STATISTICS
        WHERE table_name = 'posts'
        AND table_schema = DATABASE()
        AND index_name = 'posts_by_root'
    ) > 0,
    'SELECT 1',
    'CREATE INDEX posts_by_root ON posts (root_id);'
));
PREPARE createIndexIfNotExists FROM @preparedStatement;
EXECUTE createIndexIfNotExists;
DEALLOCATE PREPARE createIndexIfNotExists;
