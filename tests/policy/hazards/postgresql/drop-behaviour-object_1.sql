-- expect: drop-behaviour-object
DROP TYPE mood;
