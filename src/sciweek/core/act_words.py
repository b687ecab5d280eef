"""Acts of the trail in the words of the screen. A room adds its own; a test finds an act without words."""

WORDS: dict[str, str] = {}


def acts(**words: str) -> None:
    """Enter words for acts; `unit_create` names the act `unit.create`."""
    WORDS.update({name.replace("__", "."): word for name, word in words.items()})


def word_of(act: str) -> str:
    """What an act is called on screen; the act itself where nobody named it."""
    return WORDS.get(act, act)
