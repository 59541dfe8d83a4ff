-- expect: rewrite-maintenance
CLUSTER public."Orders" USING "Ix";
