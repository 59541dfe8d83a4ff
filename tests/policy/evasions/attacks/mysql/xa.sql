XA START 'a';
