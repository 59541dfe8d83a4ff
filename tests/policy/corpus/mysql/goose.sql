-- +goose Up
-- +goose StatementBegin
CREATE TRIGGER users_touch BEFORE UPDATE ON users FOR EACH ROW BEGIN SET NEW.updated_at = NOW(); END;
-- +goose StatementEnd
CREATE TABLE tags (id int UNSIGNED AUTO_INCREMENT, name varchar(50) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, PRIMARY KEY (id) USING BTREE) ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=8;
