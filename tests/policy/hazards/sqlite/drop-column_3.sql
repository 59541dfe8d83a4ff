-- expect: drop-column
alter table [orders] drop column [note];
