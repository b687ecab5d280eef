"""The public face: pages that compose several rooms for visitors."""
