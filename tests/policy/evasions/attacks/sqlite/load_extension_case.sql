SELECT Load_Extension /* x */ ('/tmp/x');
