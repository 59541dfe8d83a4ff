"""Why the engine, which holds Atlas's library v1.2.3, says something else than the CLI v0.13.1, where it does.

The differing lines are in `differences/`, a file for each comparison. Whatever has no file and no reason is a failure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase


@dataclass(frozen=True)
class Reason:
    """Names of comparisons, `*` for a part of them, and why they differ."""

    names: Sequence[str]
    why: str


# --- the library has changed since v0.13.1 ----------------------------------------------------------------------

LIBRARY = (
    Reason(
        ("*/sqlite-column_added_not_null_default", "*/sqlite-names_not_ascii"),
        "A column with a default of letters or digits is added in place; v0.13.1 copies the table.",
    ),
    Reason(
        ("*/sqlite-defaults", "diff/sqlite-defaults-back"),
        "Expressions after DEFAULT are in parentheses, without which SQLite takes only some of them; v0.13.1 writes SQL that fails.",
    ),
    Reason(
        (
            "diff/sqlite-odd_types-back",
            "diff/sqlite-without_rowid_and_strict-back",
            "*/postgres-texts",
            "diff/postgres-texts-back",
        ),
        "Types that v0.13.1 does not know are planned as they are written.",
    ),
    Reason(
        ("*/sqlite-trigger",),
        "A trigger with its statements between BEGIN and END is one statement; v0.13.1 splits it at every semicolon and fails.",
    ),
    Reason(
        ("*-function_of_begin_atomic",),
        "A function's statements between BEGIN ATOMIC and END are part of it; v0.13.1 splits there and fails.",
    ),
    Reason(
        ("*-backslash_in_a_string",),
        "A backslash in a string is a character like others, as in these databases; v0.13.1 takes it for an escape and finds no end.",
    ),
    Reason(
        ("*-minus_before_a_quote", "*-slash_before_a_quote"),
        "What follows a minus or a slash is read; v0.13.1 passes over it, and loses count of quotes and parentheses.",
    ),
    Reason(
        ("status/*-short_versions",),
        "Versions 10, 1 and 2 run in the order of the files' names. A version before the last applied one is out of order and"
        " refused; v0.13.1 says nothing of 1 any more, and would never run it.",
    ),
    Reason(
        ("status/*-checkpoint_*",),
        "Checkpoints came after v0.13.1, which runs them like any file.",
    ),
    Reason(
        ("finish/*",),
        "When a half-finished file was finished, its row tells no error, no hashes of statements, and as many statements as the"
        " mended file has; v0.13.1 leaves what the failure wrote.",
    ),
    Reason(
        ("*/postgres-unique_in_table", "diff/postgres-unique_in_table-back"),
        "Unique constraints are added as constraints; v0.13.1 makes unique indexes of them.",
    ),
    Reason(("*/postgres-comments", "diff/postgres-comments-back"), "A space less."),
    Reason(
        ("*/postgres-enum_value_in_the_middle",),
        "A value can be added between others; v0.13.1 adds at the end only.",
    ),
    Reason(
        ("*/postgres-database-schema_with_enum",),
        "Statements about other tables come in another order.",
    ),
    Reason(
        (
            "lint/postgres-constraint_added",
            "lint/postgres-index_concurrently_in_a_transaction",
            "lint/postgres-unique_index_added",
        ),
        "The library's analyzers PG101 to PG103 are gone since; the policy has rules of its own for what they saw.",
    ),
    Reason(
        ("*/postgres-strings_with_escapes",),
        "The library takes E'\\'' for a string that does not end, though it means to know it. The file is refused, not cut in the wrong place.",
    ),
)

# --- the engine is stricter on purpose --------------------------------------------------------------------------

STRICTER = (
    Reason(
        ("history/*-checkpoint_*", "history/*-delimiter_of_*", "history/*-sum_ignored", "lint/*-checkpoint_*", "lint/*-delimiter_of_*",
         "lint/*-sum_ignored"),
        "A pending file must not say how it is split, hashed or skipped: what a human saw would not be what runs.",
    ),
    Reason(("split/*-sum_ignored",), "v0.13.1 can't apply a file that it leaves out of atlas.sum; the engine shows its statements."),
    Reason(("lint/*_silenced",), "atlas:nolint silences nothing; whether a waiver counts is for the policy to say."),
    Reason(("sum/*-unclosed_*",), "A file that can't be split into statements gets no sum."),
    Reason(
        ("*/postgres-database-schema_dropped", "diff/postgres-database-schema_empty-back",
         "diff/postgres-database-schema_quoted-back", "diff/postgres-database-two_schemas-back"),
        "A schema that the desired state does not mention is never dropped; it is named as left alone.",
    ),
)  # fmt: skip


def reason_of(name: str) -> str:
    """The first that fits; empty when there is none."""
    fitting = (
        reason.why for reason in (*LIBRARY, *STRICTER) if any(fnmatchcase(name, one) for one in reason.names)
    )
    return next(fitting, "")
