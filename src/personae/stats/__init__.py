"""Statistics that do not depend on the order of rows: keyed hashes, quantiles, intervals."""
