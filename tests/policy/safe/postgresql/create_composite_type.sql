CREATE TYPE money_amount AS (cents bigint, currency char(3));
