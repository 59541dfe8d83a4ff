COMMIT PREPARED 'somebody''s';
