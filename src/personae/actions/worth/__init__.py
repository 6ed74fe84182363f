"""What customers will buy and spend, and how well that is foretold."""
