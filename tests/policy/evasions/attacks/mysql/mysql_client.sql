\! id
