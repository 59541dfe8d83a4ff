-- +goose Up
CREATE TABLE sessions (
    token CHAR(64) NOT NULL PRIMARY KEY,
    user_id BIGINT NOT NULL,
    data BLOB,
    expires_at DATETIME NOT NULL,
    KEY sessions_expires (expires_at)
);
-- +goose StatementBegin
CREATE TRIGGER sessions_bi BEFORE INSERT ON sessions FOR EACH ROW
BEGIN
    IF NEW.expires_at IS NULL THEN
        SET NEW.expires_at = DATE_ADD(NOW(), INTERVAL 1 DAY);
    END IF;
END;
-- +goose StatementEnd

-- +goose Down
DROP TABLE sessions;
