REASSIGN OWNED BY app TO postgres;
