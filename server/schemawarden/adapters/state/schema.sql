CREATE TABLE IF NOT EXISTS plans (
    id TEXT PRIMARY KEY,
    target TEXT NOT NULL,
    state TEXT NOT NULL,
    digest TEXT NOT NULL UNIQUE,
    envelope BLOB NOT NULL,
    document BLOB NOT NULL,
    statements_digest TEXT NOT NULL,
    requester TEXT NOT NULL,
    requester_login TEXT NOT NULL,
    nonce TEXT NOT NULL UNIQUE,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    run_id TEXT NOT NULL DEFAULT '',
    outcome TEXT NOT NULL DEFAULT '{}'
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS one_pending_plan_per_target ON plans (target)
    WHERE state IN ('proposed', 'approved', 'applying');
CREATE INDEX IF NOT EXISTS plans_by_age ON plans (target, created_at);
CREATE INDEX IF NOT EXISTS plans_by_statements ON plans (statements_digest, state);
CREATE TABLE IF NOT EXISTS approvals (
    plan_id TEXT NOT NULL REFERENCES plans (id),
    approver TEXT NOT NULL,
    token TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (plan_id, approver)
) STRICT;
CREATE TABLE IF NOT EXISTS blobs (
    sha256 TEXT PRIMARY KEY,
    content BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS identities (
    place TEXT PRIMARY KEY,
    id TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS audit (
    sequence INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    content BLOB NOT NULL,
    hash TEXT NOT NULL
) STRICT;
