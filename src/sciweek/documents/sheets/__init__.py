"""Sheets in and out: xlsx and csv, hostile input refused, user text never a live formula."""
