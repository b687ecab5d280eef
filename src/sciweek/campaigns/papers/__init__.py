"""The papers of a campaign: its notice with the overall plan, and the notice that forwards it. Pure."""
