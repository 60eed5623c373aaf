"""Words: vi.toml is the source, en.toml complete beside it."""
