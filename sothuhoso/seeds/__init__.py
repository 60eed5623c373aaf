"""Reference data and invented demo people, loaded once."""
