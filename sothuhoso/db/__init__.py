"""Tables, engine, unit of work and queries. The only floor that knows SQL."""
