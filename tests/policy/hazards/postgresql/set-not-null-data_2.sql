-- expect: set-not-null-data, set-not-null-scan
ALTER TABLE ONLY public."Orders" ALTER "Note" SET NOT NULL;
