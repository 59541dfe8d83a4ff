-- atlas:txmode none

SET lock_timeout = '2s';
DO $$
DECLARE changed integer;
BEGIN
  LOOP
    UPDATE users SET plan = 'free' WHERE id IN (SELECT id FROM users WHERE plan IS NULL LIMIT 1000);
    GET DIAGNOSTICS changed = ROW_COUNT;
    EXIT WHEN changed = 0;
    COMMIT;
    PERFORM pg_sleep(0.1);
  END LOOP;
END $$;
