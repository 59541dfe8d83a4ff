/* a block and text */
CREATE TABLE a (id int); -- trailing ; semicolon
CREATE TABLE b (t text DEFAULT $q$it's; fine$q$);
;;
/* the end */
