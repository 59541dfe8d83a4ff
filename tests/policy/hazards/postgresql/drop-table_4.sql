-- expect: drop-table
/* tidy */ dRoP /* up */ TaBlE "Orders";
