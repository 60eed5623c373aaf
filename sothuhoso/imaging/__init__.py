"""Bytes of photos become values: the only door for untrusted images, and the reading of codes."""
