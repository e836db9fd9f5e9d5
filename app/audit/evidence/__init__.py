"""The bundle of evidence of one case: made here, and checked here and by a program that it carries itself."""
