"""Sample cards, papers, photos and films that the project draws itself, of invented people, each marked "MẪU"."""
