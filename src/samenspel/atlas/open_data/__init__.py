"""The atlas as files: every list it is made of, to use elsewhere."""
