ATTACH DATABASE ':memory:' AS x;
