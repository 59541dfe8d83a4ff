CREATE TABLE account (
    id INTEGER NOT NULL, 
    name VARCHAR(50) NOT NULL, 
    description NVARCHAR(200), 
    amount NUMERIC(10, 2), 
    kind VARCHAR(6) CHECK (kind IN ('a', 'b')), 
    PRIMARY KEY (id), 
    CONSTRAINT uq_account_name UNIQUE (name)
);
CREATE INDEX ix_account_name ON account (name);
