"""The full-screen view for learners at work. It needs textual, which nothing else here does."""
