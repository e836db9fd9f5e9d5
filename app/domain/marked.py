"""Marks texts for the catalogues where they stand in tables, far from where they are shown."""


def marked(text: str) -> str:
    """Return the text as it is. The mark alone matters: what it encloses is collected for translation, and translated where it is shown."""
    return text


def marked_plural(one: str, many: str) -> tuple[str, str]:
    """Return both forms of a text that counts, as they are; marked like `marked`."""
    return one, many
