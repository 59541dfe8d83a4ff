SET NAMES utf8mb4;
SET FOREIGN_KEY_CHECKS = 0;
INSERT IGNORE INTO roles (id, name, data) VALUES (1, 'admin', '{"a": "b\"c"}'), (2, 'it''s', JSON_OBJECT('k', 1)) ON DUPLICATE KEY UPDATE name = VALUES(name);
INSERT INTO role_user (role_id, user_id) SELECT r.id, u.id FROM roles r JOIN users u ON u.role = r.name WHERE r.id = 1;
SET FOREIGN_KEY_CHECKS = 1;
