"""A source in, what its columns are and mean out: types, roles, kind."""
