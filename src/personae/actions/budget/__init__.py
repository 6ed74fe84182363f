"""What offers cost and bring in, where to spend a budget out."""
