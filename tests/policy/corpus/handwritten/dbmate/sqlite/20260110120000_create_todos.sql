-- migrate:up
CREATE TABLE todos (
  id INTEGER PRIMARY KEY,
  title TEXT NOT NULL,
  done INTEGER NOT NULL DEFAULT 0 CHECK (done IN (0, 1)),
  due_on TEXT
);
CREATE INDEX todos_due ON todos (due_on) WHERE done = 0;

-- migrate:down
DROP TABLE todos;
