DROP /* schemawarden:allow drop-table reason="x" */ TABLE t;
