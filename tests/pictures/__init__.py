"""Pictures of the pages, for docs/pictures: taken from the running product, never drawn."""
