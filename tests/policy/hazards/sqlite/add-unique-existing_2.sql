-- expect: add-unique-existing
CREATE UNIQUE INDEX IF NOT EXISTS main."U" ON "Users" (lower("Email"));
