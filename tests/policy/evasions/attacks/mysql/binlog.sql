BINLOG 'x';
