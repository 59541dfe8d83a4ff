SELECT edit('x', 'sh -c id');
