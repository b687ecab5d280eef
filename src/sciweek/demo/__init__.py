"""The demo province, made only by calling the rooms' actions."""
