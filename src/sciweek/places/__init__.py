"""Administrative divisions (GB/T 2260): the tree, look-up by name or code, validity."""
