SELECT sys_exec('id');
