"""A hostile statement shows wherever it stands, and two change sets together are judged no milder than each of them."""

from __future__ import annotations

import random

import pytest

from schemawarden_policy.parse import FAILED
from schemawarden_policy.reading import read_file
from schemawarden_policy.statement import Dialect
from schemawarden_policy.verdict import Verdict
from tests.policy.fuzz.mutations import spoil
from tests.policy.fuzz.texts import DIALECTS, SECONDS, judge, pieces, safe, texts, tries

CASES = 250
HOSTILE = {
    Dialect.SQLITE: (
        *("DROP TABLE zz_victims;", "DELETE FROM zz_victims;", "UPDATE zz_victims SET a = NULL WHERE 1;"),
        *("ALTER TABLE zz_victims DROP COLUMN a;", "ATTACH 'x.db' AS zz;", "PRAGMA writable_schema = 1;"),
        *("SELECT load_extension('zz');", "REPLACE INTO zz_victims VALUES (1);", "VACUUM INTO 'x.db';"),
        "CREATE TRIGGER zz AFTER INSERT ON zz_any BEGIN DELETE FROM zz_victims; END;",
    ),
    Dialect.POSTGRESQL: (
        *("DROP TABLE zz_victims;", "TRUNCATE zz_victims;", "DROP SCHEMA zz CASCADE;", "SELECT zz_call();"),
        *("WITH d AS (DELETE FROM zz_victims RETURNING 1) SELECT 1;", "ALTER SYSTEM SET work_mem = '1MB';"),
        *("DO $$ BEGIN EXECUTE 'DROP TABLE zz_victims'; END $$;", "COPY zz_victims TO PROGRAM 'id';"),
        *("MERGE INTO zz_victims v USING (SELECT 1) s ON true WHEN MATCHED THEN DELETE;", "SET ROLE zz;"),
        *("GRANT ALL ON zz_victims TO PUBLIC;", "ALTER TABLE zz_victims DROP COLUMN a, ADD COLUMN b int;"),
        "CREATE RULE zz AS ON INSERT TO zz_any DO INSTEAD DELETE FROM zz_victims;",
    ),
    Dialect.MYSQL: (
        *(
            "DROP TABLE zz_victims;",
            "TRUNCATE zz_victims;",
            "DROP DATABASE zz;",
            "CALL zz_call();",
            "DELETE FROM zz_victims;",
        ),
        *(
            "ALTER TABLE zz_victims DROP PARTITION p;",
            "SET GLOBAL read_only = 0;",
            "SELECT 1 INTO OUTFILE '/tmp/zz';",
        ),
        *("UPDATE zz_victims JOIN zz_any SET zz_victims.a = NULL;", "REPLACE INTO zz_victims VALUES (1);"),
        *("PREPARE zz FROM 'DROP TABLE zz_victims';", "LOAD DATA INFILE 'x' INTO TABLE zz_victims;"),
        *(
            "CREATE EVENT zz ON SCHEDULE EVERY 1 DAY DO DELETE FROM zz_victims;",
            "ALTER TABLE zz_victims DISCARD TABLESPACE;",
        ),
    ),
}
HOSTILE[Dialect.MARIADB] = (*HOSTILE[Dialect.MYSQL], "CREATE OR REPLACE TABLE zz_victims (id INT);")
_ORDER = (Verdict.ALLOW, Verdict.APPROVE, Verdict.DENY)
_COMMENTS = ("", "\n", "-- a note\n", "/* a note */ ", "\n\n/* a\nnote; with 'signs */\n", "  ")

pytestmark = pytest.mark.timeout(120 + 3 * SECONDS)


def _amid(text: str, hostile: str, dialect: Dialect, rng: random.Random) -> str:
    """The hostile statement between two of the text's own, or before or behind them."""
    found = list(pieces(text, dialect))
    found.insert(rng.randint(0, len(found)), rng.choice(_COMMENTS) + hostile)
    return "\n".join(found)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_each_hostile_statement_alone_is_not_allowed(dialect: Dialect) -> None:
    assert [text for text in HOSTILE[dialect] if judge(dialect, text).verdict is Verdict.ALLOW] == []


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_hostile_statement_shows_wherever_it_stands(dialect: Dialect) -> None:
    allowed = [
        text
        for rng in tries(CASES)
        for text in [_amid(rng.choice(safe(dialect)), rng.choice(HOSTILE[dialect]), dialect, rng)]
        if judge(dialect, text).verdict is Verdict.ALLOW
    ]
    assert allowed == []


@pytest.mark.parametrize("dialect", DIALECTS)
def test_two_files_are_judged_no_milder_than_the_worse_of_them(dialect: Dialect) -> None:
    """The first by itself: what it makes may well belong to the second, and what that harms need not have been there."""
    milder = []
    for rng in tries(CASES):
        first, second = rng.choice(texts(dialect)), rng.choice(texts(dialect))
        if _ORDER.index(judge(dialect, first, second).verdict) < _ORDER.index(judge(dialect, first).verdict):
            milder.append((first, second))
    assert milder == []


@pytest.mark.parametrize("dialect", DIALECTS)
def test_what_can_not_be_read_is_not_allowed(dialect: Dialect) -> None:
    """Half a text is judged as a whole one; and no reader fails for another reason than that it does not understand."""
    allowed, failed = [], []
    for rng in tries(CASES):
        text = spoil(rng.choice(texts(dialect)), rng, texts(dialect))
        file = read_file("x.sql", text, dialect)
        unread = bool(file.split_error) or any(s.opaque_reason for s in file.statements)
        if unread and judge(dialect, text).verdict is Verdict.ALLOW:
            allowed.append(text)
        failed += [s.text for s in file.statements if s.opaque_reason.startswith(FAILED)]
    assert (allowed, failed) == ([], [])
