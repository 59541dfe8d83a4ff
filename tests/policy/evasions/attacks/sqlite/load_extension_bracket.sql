SELECT [load_extension]('/tmp/x');
