DELETE FROM ONLY public."users" AS u WHERE u.id = u.id;
