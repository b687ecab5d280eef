"""The mechanism draft, submitted, sent back, accepted by each office of a chain. No pages of its own."""
