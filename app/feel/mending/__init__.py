"""What a text would be in FEEL that was written as other tools, or a Chinese keyboard, have it."""
