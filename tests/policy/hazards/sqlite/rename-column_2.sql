-- expect: rename-column
ALTER TABLE "Orders" RENAME "Note" TO remark;
