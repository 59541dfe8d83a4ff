-- expect: unjudged-change
ALTER TABLE public."Orders" INHERIT papers;
