GRANT PROXY ON root TO bob;
