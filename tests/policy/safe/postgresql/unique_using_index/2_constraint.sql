SET lock_timeout = '2s';
ALTER TABLE sessions ADD CONSTRAINT sessions_token_key UNIQUE USING INDEX sessions_token_key;
