-- expect: lock-without-timeout
ALTER TABLE public."Orders" ALTER "X" DROP DEFAULT;
