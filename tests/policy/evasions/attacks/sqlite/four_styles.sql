DELETE FROM main.[users] WHERE "id" = `id`;
