"""Routes and one module per screen."""
