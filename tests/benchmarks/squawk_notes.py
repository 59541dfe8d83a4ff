"""Why squawk says what we don't, rule by rule: what was run on PostgreSQL 15 and 18, and what was seen."""

from __future__ import annotations

ADVICE = frozenset(
    "prefer-bigint-over-int prefer-bigint-over-smallint prefer-identity prefer-text-field prefer-timestamp-tz "
    "ban-char-field".split()
)
"""Design advice: section 9 of the catalogue, which comes later."""
OF_FILES = frozenset("require-lock-timeout require-statement-timeout prefer-robust-stmts".split())
"""They ask for something once in a file, however many statements they name."""

_NEW = "the table is made by the same file, so nobody uses it and it has no rows but the file's own"
NOTES = {
    "adding-foreign-key-constraint": "`ADD COLUMN ... REFERENCES` of a column that may be NULL and has no default, in Django's way: "
    "ACCESS EXCLUSIVE and SHARE ROW EXCLUSIVE for a moment, and the rows are not read. Others: " + _NEW + ".",
    "adding-not-nullable-field": f"`SET NOT NULL`, where {_NEW}.",
    "adding-required-field": f"Either {_NEW}; or the column is `smallserial NOT NULL`: on 5,000 rows the statement fills it and succeeds. "
    "That it writes the table anew for that is serial-or-identity-column's.",
    "adding-serial-primary-key-field": f"`ADD PRIMARY KEY`, where {_NEW}.",
    "ban-alter-identity": f"`ADD GENERATED AS IDENTITY`, where {_NEW}.",
    "ban-drop-column": f"The column goes, where {_NEW}.",
    "ban-drop-constraint": "The constraint is put back in the same transaction under the same name, or its column or table goes as well and "
    "is told of, or it is the check that a SET NOT NULL before it made needless. Put back with ON DELETE CASCADE, it refused a row "
    "without a parent as before.",
    "ban-drop-default": "The default of a column that the same file added, and that may be NULL. (Of one that may not, we had missed "
    "it: an INSERT that leaves the column out failed. It is change-default-compat's now.)",
    "ban-drop-not-null": f"The column may be NULL from then on, where {_NEW}.",
    "ban-drop-table": f"The table goes, where {_NEW}.",
    "changing-column-type": "Either the table is new, or the column has that type already by an earlier statement: the server wrote nothing anew.",
    "constraint-missing-not-valid": f"A constraint that looks at the rows, where {_NEW}.",
    "disallowed-unique-constraint": f"A unique constraint, where {_NEW}.",
    "prefer-robust-stmts": "The file holds one statement that nothing is left behind of (a second `DROP INDEX CONCURRENTLY` failed and changed "
    "nothing), or one that fails before anything ran (concurrent-in-transaction tells of it), "
    "or an ATTACH or DETACH PARTITION, which has no IF EXISTS.",
    "renaming-column": "The column was added by the same change set: nobody knows it yet.",
    "renaming-object": "`ALTER INDEX ... RENAME`: a query that uses the index found its row as before, since no statement of a client names "
    "an index. A type that another one takes the place of: after the swap, `'a'::role` meant the new type. (`RENAME CONSTRAINT`, "
    "we had missed: an INSERT with `ON CONFLICT ON CONSTRAINT` and the old name failed. It is a notice of unjudged-change now.)",
    "renaming-table": "A view takes the old name in the same transaction: SELECT and INSERT by the old name went on to work.",
    "require-concurrent-index-creation": f"Either {_NEW}; or the index is `ON ONLY` the partitioned parent, and no partition got one; or the view "
    "that it is on was just made `WITH NO DATA`.",
    "require-lock-timeout": "Statements that took no lock on a relation that was there which would stop readers or writers, by pg_locks: "
    "CREATE TYPE, ALTER TYPE ADD VALUE and RENAME VALUE, CREATE VIEW, FUNCTION, SEQUENCE, DOMAIN, SCHEMA, EXTENSION and STATISTICS, COMMENT, "
    "VALIDATE CONSTRAINT, SET STATISTICS, storage parameters, whatever runs CONCURRENTLY, and all on tables of the same file. (CREATE OR REPLACE "
    "VIEW, DROP VIEW, ALTER SEQUENCE and ALTER INDEX ATTACH PARTITION, we had missed: they close the view, stop nextval(), or close the "
    "partition's index. lock-without-timeout tells of them now. ALTER DOMAIN ADD CONSTRAINT takes SHARE on tables that the text does not name: "
    "domain-add-constraint.)",
    "require-statement-timeout": "Our no-statement-timeout is opt-in, and meant for statements that go through a table; squawk asks for it in front "
    "of CREATE TYPE and COMMENT as well.",
    "ban-concurrent-index-creation-in-transaction": "The runner opens no transaction for the file.",
    "ban-set-schema": "The table is new.",
    "ban-drop-function": "The function is new.",
}
