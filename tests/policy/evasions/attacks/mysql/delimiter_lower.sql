delimiter |
drop table users|
