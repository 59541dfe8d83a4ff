-- expect: my-spatial
CREATE SPATIAL INDEX s ON places (at);
