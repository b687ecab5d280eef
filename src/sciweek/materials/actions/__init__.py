"""Writes of the room: handing in and sending back, pictures, media reports."""
