"""Making and reading files: sheets in and out, GB/T 9704 papers, SVG charts. Knows no week."""
