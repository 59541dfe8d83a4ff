CREATE TABLE invoices (id bigint PRIMARY KEY, changed timestamptz);
CREATE TRIGGER invoices_stamp BEFORE UPDATE ON invoices FOR EACH ROW EXECUTE FUNCTION stamp();
