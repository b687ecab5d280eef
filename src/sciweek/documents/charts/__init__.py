"""Charts for pages: SVG text made on the server, readable without colour, script or another host."""
