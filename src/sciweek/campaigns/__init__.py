"""A week: theme, streams, bodies, duties, the one home of due dates, the frozen roster."""
