SELECT fts3_tokenizer('simple', x'00');
