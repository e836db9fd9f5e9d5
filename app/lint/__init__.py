"""A diagram checked together with its forms, decisions and roles, before it may run."""
