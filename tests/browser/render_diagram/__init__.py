"""Pictures of diagrams, drawn by the library that the pages use."""
