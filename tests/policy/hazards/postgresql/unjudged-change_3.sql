-- expect: unjudged-change
CREATE RULE nothing AS ON INSERT TO orders DO INSTEAD NOTHING;
