"""People: the command line and the page in the browser."""
