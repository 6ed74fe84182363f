"""What each segment buys, and what could be made for it."""
