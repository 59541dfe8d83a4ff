-- expect: drop-system-versioning
alter table prices drop system versioning, algorithm=copy;
