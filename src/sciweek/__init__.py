"""Sciweek (科技周): a science and technology week in one place, from the notice to the ministry's report."""
