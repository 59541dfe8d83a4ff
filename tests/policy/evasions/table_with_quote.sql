DROP TABLE "a""b";
