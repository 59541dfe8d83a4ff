SET client_encoding = 'SJIS';
