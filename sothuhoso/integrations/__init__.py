"""Adapters to everything outside: files, clock, holidays, typesetting, broadcasts."""
