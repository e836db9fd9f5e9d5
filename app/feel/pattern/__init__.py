"""Regular expressions as XPath has them, matched within the step budget."""
