"""How things are said to people: dates, times left, lights and messages in three languages. Pure code, for the templates."""
