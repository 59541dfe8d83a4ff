-- digest and hmac with md5 and the SHA-2 family are true. crypt keeps crypt(p, crypt(p, s)) = crypt(p, s) and the length
-- of bcrypt's result. What is left raises an error rather than giving a wrong value: SHA-1, encryption, PGP.

CREATE FUNCTION pgcrypto_stand_in_lacks(what text) RETURNS bytea LANGUAGE plpgsql VOLATILE AS
  $$BEGIN RAISE feature_not_supported USING MESSAGE = format('the stand-in for pgcrypto has no %s', what); END$$;

CREATE FUNCTION digest(bytea, text) RETURNS bytea LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN CASE lower($2) WHEN 'md5' THEN decode(md5($1), 'hex') WHEN 'sha224' THEN sha224($1) WHEN 'sha256' THEN sha256($1)
    WHEN 'sha384' THEN sha384($1) WHEN 'sha512' THEN sha512($1) ELSE pgcrypto_stand_in_lacks($2) END;
CREATE FUNCTION digest(text, text) RETURNS bytea LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN digest(convert_to($1, 'UTF8'), $2);

CREATE FUNCTION pgcrypto_stand_in_pad(key bytea, block int, mask int) RETURNS bytea LANGUAGE sql IMMUTABLE
  RETURN (SELECT string_agg(set_byte('\x00', 0, mask # CASE WHEN i < length(key) THEN get_byte(key, i) ELSE 0 END), '' ORDER BY i)
          FROM generate_series(0, block - 1) AS i);
CREATE FUNCTION pgcrypto_stand_in_hmac(data bytea, key bytea, type text, block int) RETURNS bytea LANGUAGE sql IMMUTABLE
  RETURN digest(pgcrypto_stand_in_pad(CASE WHEN length(key) > block THEN digest(key, type) ELSE key END, block, 92)
    || digest(pgcrypto_stand_in_pad(CASE WHEN length(key) > block THEN digest(key, type) ELSE key END, block, 54) || data, type), type);
CREATE FUNCTION hmac(bytea, bytea, text) RETURNS bytea LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN pgcrypto_stand_in_hmac($1, $2, $3, CASE WHEN lower($3) IN ('sha384', 'sha512') THEN 128 ELSE 64 END);
CREATE FUNCTION hmac(text, text, text) RETURNS bytea LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN hmac(convert_to($1, 'UTF8'), convert_to($2, 'UTF8'), $3);

CREATE FUNCTION gen_random_uuid() RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE
  RETURN pg_catalog.gen_random_uuid();
CREATE FUNCTION gen_random_bytes(int) RETURNS bytea LANGUAGE sql VOLATILE STRICT PARALLEL SAFE
  RETURN (SELECT substr(string_agg(sha256(uuid_send(pg_catalog.gen_random_uuid())), ''), 1, $1) FROM generate_series(0, $1 / 32));

CREATE FUNCTION gen_salt(text, int) RETURNS text LANGUAGE sql VOLATILE STRICT PARALLEL SAFE
  RETURN CASE lower($1)
    WHEN 'bf' THEN '$2a$' || lpad($2::text, 2, '0') || '$' || left(replace(pg_catalog.gen_random_uuid()::text, '-', ''), 22)
    WHEN 'md5' THEN '$1$' || left(pg_catalog.gen_random_uuid()::text, 8)
    WHEN 'xdes' THEN '_J9..' || left(pg_catalog.gen_random_uuid()::text, 4)
    WHEN 'des' THEN left(pg_catalog.gen_random_uuid()::text, 2)
    ELSE encode(pgcrypto_stand_in_lacks($1), 'hex') END;
CREATE FUNCTION gen_salt(text) RETURNS text LANGUAGE sql VOLATILE STRICT PARALLEL SAFE
  RETURN gen_salt($1, 6);
CREATE FUNCTION pgcrypto_stand_in_salt(text) RETURNS text LANGUAGE sql IMMUTABLE
  RETURN coalesce(substring($1 FROM '^\$2[a-z]\$\d\d\$.{22}'), substring($1 FROM '^\$\d\$[^$]{0,8}'), substring($1 FROM '^_.{8}'), left($1, 2));
CREATE FUNCTION crypt(text, text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN pgcrypto_stand_in_salt($2) || left(encode(sha256(convert_to($1 || pgcrypto_stand_in_salt($2), 'UTF8')), 'hex'), 31);

CREATE FUNCTION encrypt(bytea, bytea, text) RETURNS bytea LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN pgcrypto_stand_in_lacks('encryption');
CREATE FUNCTION decrypt(bytea, bytea, text) RETURNS bytea LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN pgcrypto_stand_in_lacks('encryption');
CREATE FUNCTION encrypt_iv(bytea, bytea, bytea, text) RETURNS bytea LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN pgcrypto_stand_in_lacks('encryption');
CREATE FUNCTION decrypt_iv(bytea, bytea, bytea, text) RETURNS bytea LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN pgcrypto_stand_in_lacks('encryption');
CREATE FUNCTION pgp_sym_encrypt(text, text) RETURNS bytea LANGUAGE sql VOLATILE STRICT PARALLEL SAFE
  RETURN pgcrypto_stand_in_lacks('PGP');
CREATE FUNCTION pgp_sym_encrypt(text, text, text) RETURNS bytea LANGUAGE sql VOLATILE STRICT PARALLEL SAFE
  RETURN pgcrypto_stand_in_lacks('PGP');
CREATE FUNCTION pgp_sym_decrypt(bytea, text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN encode(pgcrypto_stand_in_lacks('PGP'), 'hex');
CREATE FUNCTION pgp_sym_decrypt(bytea, text, text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN encode(pgcrypto_stand_in_lacks('PGP'), 'hex');
