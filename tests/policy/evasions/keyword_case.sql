dRoP tAbLe If ExIsTs T;
