"""What a person can do, and every way to say it."""
