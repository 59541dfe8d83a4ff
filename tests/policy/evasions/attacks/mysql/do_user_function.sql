DO f();
