"""The statistics form as data, returns, cells, acceptance and totals."""
