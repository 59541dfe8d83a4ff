SELECT number, count(*) FROM ledger GROUP BY number HAVING count(*) > 1;
ALTER TABLE ledger ADD PRIMARY KEY (number), ALGORITHM=INPLACE, LOCK=NONE;
