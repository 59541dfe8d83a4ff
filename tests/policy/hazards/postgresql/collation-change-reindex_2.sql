-- expect: collation-change-reindex
ALTER TABLE public."Orders" ALTER "Note" SET DATA TYPE varchar COLLATE "de-x-icu";
