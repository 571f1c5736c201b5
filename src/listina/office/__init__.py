"""The officials' web: sign-in, my conversions and the way through one conversion (kancelář)."""
