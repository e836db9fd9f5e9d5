"""The city's pages and the REST surface: translates requests into commands and questions, and rejections into answers."""
