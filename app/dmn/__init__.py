"""Decision tables: reading, checking and evaluating them."""
