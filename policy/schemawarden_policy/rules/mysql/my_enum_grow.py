"""An ENUM gets its 256th member.

## What it sees
`MODIFY` or `CHANGE` that appends members to an `ENUM`, by the schema before, so that it has more than 255. Silent with
`ALGORITHM=INSTANT`, `NOCOPY` or `INPLACE`, or `LOCK=NONE`, and on tables born in the change set.

## Why it hurts
Up to 255 members take one byte in each row, more take two: every row is copied while nobody can write. A list of that length
is data, and each new entry is a migration.

## Instead
Put the list into a table of its own, with a key to it.

```sql
CREATE TABLE shades (
    id SMALLINT UNSIGNED NOT NULL PRIMARY KEY,
    name VARCHAR(20) NOT NULL
);
```

## Example
Where `shade` has the first 255 of these members:

```sql
ALTER TABLE pixels MODIFY COLUMN shade ENUM(
    '00','01','02','03','04','05','06','07','08','09','0a','0b','0c','0d','0e','0f','10','11',
    '12','13','14','15','16','17','18','19','1a','1b','1c','1d','1e','1f','20','21','22','23',
    '24','25','26','27','28','29','2a','2b','2c','2d','2e','2f','30','31','32','33','34','35',
    '36','37','38','39','3a','3b','3c','3d','3e','3f','40','41','42','43','44','45','46','47',
    '48','49','4a','4b','4c','4d','4e','4f','50','51','52','53','54','55','56','57','58','59',
    '5a','5b','5c','5d','5e','5f','60','61','62','63','64','65','66','67','68','69','6a','6b',
    '6c','6d','6e','6f','70','71','72','73','74','75','76','77','78','79','7a','7b','7c','7d',
    '7e','7f','80','81','82','83','84','85','86','87','88','89','8a','8b','8c','8d','8e','8f',
    '90','91','92','93','94','95','96','97','98','99','9a','9b','9c','9d','9e','9f','a0','a1',
    'a2','a3','a4','a5','a6','a7','a8','a9','aa','ab','ac','ad','ae','af','b0','b1','b2','b3',
    'b4','b5','b6','b7','b8','b9','ba','bb','bc','bd','be','bf','c0','c1','c2','c3','c4','c5',
    'c6','c7','c8','c9','ca','cb','cc','cd','ce','cf','d0','d1','d2','d3','d4','d5','d6','d7',
    'd8','d9','da','db','dc','dd','de','df','e0','e1','e2','e3','e4','e5','e6','e7','e8','e9',
    'ea','eb','ec','ed','ee','ef','f0','f1','f2','f3','f4','f5','f6','f7','f8','f9','fa','fb',
    'fc','fd','fe','ff'
);
```

## When to allow it
When the table is small, or writes may wait: approve the plan.

## References
- Atlas MY113; measured on MariaDB 10.11: 254 to 255 members is INSTANT, 255 to 256 is COPY. MySQL: documented
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import ModifyColumn
from schemawarden_policy.migration import Migration
from schemawarden_policy.mysql_modify import Aspect, modifications
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MYSQL
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for found in modifications(migration, settings, Aspect.MEMBERS_GROWN):
        if found.kind == "ENUM":
            yield found.sighting(
                f"{found.column} has more than 255 members now, which take two bytes: every row of {found.table} is copied "
                f"while nobody can write to it.",
                "Put the members into a table of their own, with a key to it.",
            )


RULE = Rule(
    "my-enum-grow",
    "mysql",
    Severity.WARNING,
    MYSQL,
    _check,
    aliases=("MY113",),
    sees=(ModifyColumn,),
    scales=True,
    facts=("before",),
)
