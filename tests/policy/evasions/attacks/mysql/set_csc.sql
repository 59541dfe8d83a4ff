SET character_set_client = gbk;
