-- expect: type-change-rewrite
ALTER TABLE public."Orders" ALTER "Total" SET DATA TYPE numeric(12, 4);
