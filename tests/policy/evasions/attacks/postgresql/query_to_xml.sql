SELECT query_to_xml('DELETE FROM users RETURNING 1', true, false, '');
