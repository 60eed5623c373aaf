"""What the server remembers of a screen. Reflex starts here."""
