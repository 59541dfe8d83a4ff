CREATE SPATIAL INDEX shops_spot ON shops (spot);
