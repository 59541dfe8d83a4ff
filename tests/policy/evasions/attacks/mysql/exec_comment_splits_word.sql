DR/*!*/OP TABLE users;
