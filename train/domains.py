"""Registrable domains, by which pages are grouped."""

from urllib.parse import urlparse

# Public suffixes of two parts that occur in the sets: a domain under them has three parts.
SECOND_LEVEL = {"co", "com", "org", "net", "gov", "edu", "ac", "or", "ne", "go"}


def domain(url):
    """The registrable domain of an address, near enough for grouping."""
    parts = (urlparse(url).hostname or "").split(".")
    keep = 3 if len(parts) > 2 and parts[-2] in SECOND_LEVEL and len(parts[-1]) == 2 else 2
    return ".".join(parts[-keep:])
