SELECT writefile('/tmp/x', 'a');
