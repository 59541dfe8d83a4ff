-- expect: set-access-method
ALTER TABLE public."Orders" SET ACCESS METHOD columnar;
