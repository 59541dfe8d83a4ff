/* a /* b */ DROP TABLE users; -- */
