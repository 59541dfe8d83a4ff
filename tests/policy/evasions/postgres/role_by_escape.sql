SELECT set_config(E'r\157le', 'postgres', false);
