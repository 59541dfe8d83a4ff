UPDATE users SET admin = true WHERE NOT false AND 'x' = 'x' AND (id = id OR random() > 2);
