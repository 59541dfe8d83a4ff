CREATE TABLE article_texts (
    article_id INT NOT NULL PRIMARY KEY,
    body TEXT NOT NULL,
    FULLTEXT INDEX article_texts_body (body)
);
