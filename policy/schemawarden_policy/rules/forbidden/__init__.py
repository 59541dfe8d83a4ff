"""What no approval can cover: it takes control from the guard, or can't be shown or rehearsed truthfully."""
