"""Which columns hold personal data, told by what they hold and by what they are called."""
