LOAD '$libdir/evil';
