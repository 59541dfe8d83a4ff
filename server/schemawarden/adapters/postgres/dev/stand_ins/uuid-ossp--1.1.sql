-- v3 and the constants have their true values. v1, v1mc and v5 have the right form and version, and other values.

CREATE FUNCTION uuid_nil() RETURNS uuid LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN '00000000-0000-0000-0000-000000000000'::uuid;
CREATE FUNCTION uuid_ns_dns() RETURNS uuid LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN '6ba7b810-9dad-11d1-80b4-00c04fd430c8'::uuid;
CREATE FUNCTION uuid_ns_url() RETURNS uuid LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN '6ba7b811-9dad-11d1-80b4-00c04fd430c8'::uuid;
CREATE FUNCTION uuid_ns_oid() RETURNS uuid LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN '6ba7b812-9dad-11d1-80b4-00c04fd430c8'::uuid;
CREATE FUNCTION uuid_ns_x500() RETURNS uuid LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN '6ba7b814-9dad-11d1-80b4-00c04fd430c8'::uuid;
CREATE FUNCTION uuid_generate_v1() RETURNS uuid LANGUAGE sql VOLATILE STRICT PARALLEL SAFE
  RETURN overlay(gen_random_uuid()::text PLACING '1' FROM 15)::uuid;
CREATE FUNCTION uuid_generate_v1mc() RETURNS uuid LANGUAGE sql VOLATILE STRICT PARALLEL SAFE
  RETURN overlay(gen_random_uuid()::text PLACING '1' FROM 15)::uuid;
CREATE FUNCTION uuid_generate_v3(namespace uuid, name text) RETURNS uuid LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN encode(
    set_byte(set_byte(decode(md5(uuid_send($1) || convert_to($2, 'UTF8')), 'hex'),
      6, get_byte(decode(md5(uuid_send($1) || convert_to($2, 'UTF8')), 'hex'), 6) & 15 | 48),
      8, get_byte(decode(md5(uuid_send($1) || convert_to($2, 'UTF8')), 'hex'), 8) & 63 | 128), 'hex')::uuid;
CREATE FUNCTION uuid_generate_v4() RETURNS uuid LANGUAGE sql VOLATILE STRICT PARALLEL SAFE
  RETURN gen_random_uuid();
CREATE FUNCTION uuid_generate_v5(namespace uuid, name text) RETURNS uuid LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN overlay(overlay(md5(uuid_send($1) || convert_to($2, 'UTF8')) PLACING '5' FROM 13) PLACING 'a' FROM 17)::uuid;
