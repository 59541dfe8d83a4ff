INSERT INTO labels (id, text) VALUES (1, 'right to left: ' || char(8238));
