ALTER DATABASE app SET search_path = evil;
