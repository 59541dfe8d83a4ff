-- atlas:txmode none

CALL fill_plans();
