INSERT INTO labels (id, text) VALUES (1, concat('right to left: ', char(8238))), (2, 'café noir');
