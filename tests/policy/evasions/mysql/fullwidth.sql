ＤＲＯＰ TABLE users;
