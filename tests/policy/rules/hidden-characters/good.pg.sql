INSERT INTO labels (id, text) VALUES (1, 'right to left: ' || chr(8238)), (2, E'\u200fx'), (3, $$café noir$$);
