SELECT * FROM fsdir('/');
