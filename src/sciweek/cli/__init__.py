"""The command `sciweek`: one module a command under `commands/`."""
