"""Makes what tests need, straight in the database."""
