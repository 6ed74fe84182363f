"""What a campaign did."""
