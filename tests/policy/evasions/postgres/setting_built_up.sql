SELECT set_config('session_replication' || '_role', 'replica', false);
