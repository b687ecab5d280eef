"""Which small picture stands beside a sub-week: chosen by what its name speaks of."""

PICTURES = (
    ("金融", "finance"),
    ("农业", "farming"),
    ("粮食", "grain"),
    ("职业", "craft"),
    ("公众", "lab"),
    ("气象", "weather"),
    ("林", "forest"),
    ("交通", "transport"),
)


def picture_of(name: str) -> str:
    """The picture's name; `lab` where the name speaks of none."""
    return next((picture for word, picture in PICTURES if word in name), "lab")
