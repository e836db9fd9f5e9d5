"""Form schemas as a document: reading them, and checking answers against them."""
