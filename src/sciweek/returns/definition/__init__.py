"""A form's definition as a file and as something that is edited: in, out, what differs, what an edit makes of it. Pure."""
