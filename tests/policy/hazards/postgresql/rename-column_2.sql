-- expect: rename-column
ALTER TABLE public.orders RENAME "Note" TO remark;
