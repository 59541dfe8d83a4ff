-- expect: reindex-not-concurrent
REINDEX (VERBOSE) TABLE "Orders";
