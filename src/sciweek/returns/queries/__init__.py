"""All reads of the room, a file a noun. What lists returns or units takes a `Scope`, never a person."""
