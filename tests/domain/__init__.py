"""Tests of the domain: rules of the law, by examples, shared vectors and properties."""
