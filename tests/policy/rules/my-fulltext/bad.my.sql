CREATE FULLTEXT INDEX articles_body ON articles (body);
