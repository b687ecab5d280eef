"""The statistics form itself: read by everybody, edited by the lead office until the call."""
