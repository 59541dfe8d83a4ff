-- atlas:delimiter GO

SELECT 1
GO
DROP TABLE users
GO
