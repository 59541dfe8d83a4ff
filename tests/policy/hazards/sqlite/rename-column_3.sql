-- expect: rename-column
alter table [orders] rename [note] to [remark];
