-- atlas:txmode none

CREATE UNIQUE INDEX CONCURRENTLY sessions_token_key ON sessions (token_hash, id);
