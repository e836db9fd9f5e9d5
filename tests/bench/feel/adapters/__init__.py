"""One process a side; each answers the same questions. Only the side's own package and the standard library may be imported."""
