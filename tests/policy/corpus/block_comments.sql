/* header
 * of ; several lines
 */
CREATE TABLE a (
  id integer PRIMARY KEY, -- the key; really
  b text /* ' " ` [ */
);
