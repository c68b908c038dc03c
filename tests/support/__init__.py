"""Real fakes and private servers that the tests share."""
