-- atlas:txmode none

WITH gone AS (DELETE FROM orders RETURNING id) UPDATE users SET plan = 'free' WHERE id BETWEEN 1 AND 10000;
