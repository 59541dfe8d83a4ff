CREATE VIEW v AS SELECT query_to_xml('DELETE FROM users', true, false, '');
