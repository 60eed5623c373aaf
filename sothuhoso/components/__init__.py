"""Functions that draw. They are fed Vars and do not know whose memory is behind them."""
