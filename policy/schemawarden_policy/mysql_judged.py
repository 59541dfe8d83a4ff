"""Which forms of ALTER TABLE and ALTER of other objects some rule judges on MySQL and MariaDB, or need no judging."""

from __future__ import annotations

FORMS = frozenset(
    (
        *(
            "ENGINE",
            "FORCE",
            "CHARACTER SET",
            "COLLATE",
            "CONVERT TO CHARACTER SET",
            "ROW_FORMAT",
            "KEY_BLOCK_SIZE",
        ),
        *("ALGORITHM", "LOCK", "WITH VALIDATION", "WITHOUT VALIDATION", "ORDER BY", "SET SCHEMA"),
        *("CONNECTION", "DATA DIRECTORY", "INDEX DIRECTORY"),
        *("ADD SYSTEM VERSIONING", "DROP SYSTEM VERSIONING", "ADD PERIOD"),
        *("ALTER CHECK ENFORCED", "ALTER CHECK NOT ENFORCED"),
        *("PARTITION BY", "REMOVE PARTITIONING", "ADD PARTITION", "DROP PARTITION", "TRUNCATE PARTITION"),
        *("REORGANIZE PARTITION", "COALESCE PARTITION", "REBUILD PARTITION"),
    )
)
"""Other rules see them."""
HARMLESS_FORMS = frozenset(
    (
        *(
            "AUTO_INCREMENT",
            "AVG_ROW_LENGTH",
            "CHECKSUM",
            "COMMENT",
            "DELAY_KEY_WRITE",
            "MAX_ROWS",
            "MIN_ROWS",
        ),
        *("PACK_KEYS", "STATS_AUTO_RECALC", "STATS_PERSISTENT", "STATS_SAMPLE_PAGES", "PAGE_CHECKSUM"),
        *("RENAME INDEX", "ALTER INDEX VISIBLE", "ALTER INDEX INVISIBLE", "ALTER INDEX IGNORED"),
        *("ALTER INDEX NOT IGNORED", "ALTER COLUMN SET VISIBLE", "ALTER COLUMN SET INVISIBLE"),
        *("ANALYZE PARTITION", "CHECK PARTITION", "OPTIMIZE PARTITION", "ENABLE KEYS", "DISABLE KEYS"),
    )
)
"""They change no row, and nothing that a client is told no."""
OBJECTS = frozenset(
    (("view", "AS"), ("database", "CHARACTER SET"), ("database", "COLLATE"), ("database", "COMMENT"))
)
"""ALTER of what is no table: (kind, form)."""
LOSES = ("DISCARD TABLESPACE", "DISCARD PARTITION")
"""The file with the rows is deleted."""
