"""The values that arguments take, and the counts of an archive, for type checkers and for who lists them."""

from typing import Literal, TypedDict

Category = Literal[
    "paywall", "donation", "newsletter", "registration", "cookie", "adblock", "app", "follow",
    "share", "reminder", "related", "event", "navigation", "boilerplate",
]
Format = Literal["auto", "html", "text"]
Strip = Literal["boilerplate", "notices"]
Favor = Literal["balanced", "precision", "recall"]
Reservation = Literal["tdm", "noai"]
Output = Literal["markdown", "html", "cut", "blocks"]


class Counts(TypedDict):
    """What became of the records of an archive: each is counted once."""

    read: int
    written: int
    cut: int
    skipped: dict[str, int]
    failed: dict[str, int]
