UPDATE mysql . `user` SET Super_priv = 'Y' WHERE User = 'x';
