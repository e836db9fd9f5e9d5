"""R18: dates worked out from the notices, and a counter that shares nothing with the product. See docs/tests.md."""
