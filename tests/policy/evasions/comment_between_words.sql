DROP/**/TABLE/* x */t;
