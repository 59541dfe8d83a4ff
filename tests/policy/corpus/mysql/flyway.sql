#
# Accounts and what they hold
#
CREATE TABLE IF NOT EXISTS account (
  id         INT UNSIGNED NOT NULL AUTO_INCREMENT,
  kind       ENUM ('A', 'B') NOT NULL DEFAULT 'A',
  flags      SET ('x', 'y'),
  amount     DECIMAL(12, 2) UNSIGNED NOT NULL DEFAULT 0.00,
  note       TINYTEXT,
  changed    TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  full_name  VARCHAR(200) GENERATED ALWAYS AS (CONCAT(kind, ' ', note)) STORED,
  PRIMARY KEY (id),
  KEY by_kind (kind, changed DESC),
  CHECK (amount >= 0)
)
  ENGINE = InnoDB
  DEFAULT CHARSET = utf8mb4
  COMMENT = 'what they hold';

INSERT INTO account (kind, amount) VALUES
  ('A', 1.50),
  ('B', 2);
