SELECT set_config('role', 'postgres', true);
