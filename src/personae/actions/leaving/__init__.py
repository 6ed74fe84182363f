"""Who is about to leave, and who left."""
