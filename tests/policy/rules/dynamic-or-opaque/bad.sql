DR/**/OP TABLE users;
