"""The law and the words of the trade: pure functions and frozen values, standard library only."""
