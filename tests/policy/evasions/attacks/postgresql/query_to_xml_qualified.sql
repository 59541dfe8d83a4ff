SELECT "pg_catalog"."query_to_xml"('SELECT wipe()', true, false, '');
