"""Where a pass over data runs: tables and aggregates, nothing of customers."""
