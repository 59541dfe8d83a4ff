-- expect: privilege-change
CREATE POLICY p ON orders USING (true);
