"""One module a command; each has `add(groups)`, which enters its parser and sets `run`."""
