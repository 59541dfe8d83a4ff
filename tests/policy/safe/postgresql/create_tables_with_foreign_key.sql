CREATE TABLE recipes (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    title text NOT NULL
);
CREATE TABLE recipe_steps (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    recipe_id bigint NOT NULL REFERENCES recipes (id) ON DELETE CASCADE,
    position integer NOT NULL,
    words text NOT NULL,
    UNIQUE (recipe_id, position)
);
