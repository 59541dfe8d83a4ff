-- expect: privilege-change
ALTER TABLE public."Orders" OWNER TO "Other";
