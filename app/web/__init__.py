"""Flask: the REST surface and the pages. It translates; it decides nothing."""
