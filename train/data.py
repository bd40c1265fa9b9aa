"""Pages of the sets with features, words and labels."""

import json
import os
import pickle
import re
from dataclasses import dataclass
from urllib.parse import urlparse

import numpy as np

from align import coverage, words

# Public suffixes of two parts that occur in the sets: a domain under them has three parts.
SECOND_LEVEL = {"co", "com", "org", "net", "gov", "edu", "ac", "or", "ne", "go"}


@dataclass
class Page:
    """One page: features X (blocks x features, float32), words of blocks and gold, labels y."""

    set: str
    id: str
    type: str
    group: str
    X: np.ndarray
    blocks: list
    gold: list
    y: np.ndarray
    with_: list
    without: list
    texts: list


def domain(url):
    """The registrable domain of an address, near enough for grouping."""
    parts = (urlparse(url).hostname or "").split(".")
    keep = 3 if len(parts) > 2 and parts[-2] in SECOND_LEVEL and len(parts[-1]) == 2 else 2
    return ".".join(parts[-keep:])


def load(prefix, sets, name):
    """The pages of one set: `prefix`/NAME.* from the features example, gold from `sets`/NAME."""
    cache = f"{prefix}/{name}.pickle"
    newest = os.path.getmtime(f"{prefix}/{name}.f32")
    if os.path.exists(cache) and os.path.getmtime(cache) > newest:
        with open(cache, "rb") as file:
            return pickle.load(file)
    names = open(f"{prefix}/{name}.names").read().split("\n")
    X = np.fromfile(f"{prefix}/{name}.f32", "<f4").reshape(-1, len(names))
    gold = {}
    for line in open(f"{sets}/{name}/gold.jsonl", encoding="utf-8"):
        record = json.loads(line)
        gold[record["id"]] = record
    pages, at = [], 0
    for line in open(f"{prefix}/{name}.jsonl", encoding="utf-8"):
        record = json.loads(line)
        count = len(record["blocks"])
        pages.append(page(name, record, gold[record["id"]], X[at : at + count]))
        at += count
    with open(cache, "wb") as file:
        pickle.dump((names, pages), file, protocol=4)
    return names, pages


def page(name, record, gold, X):
    """One page from its record and gold."""
    blocks = [words(text) for text in record["blocks"]]
    gold_words = words(gold.get("text", ""))
    group = gold.get("publisher") or domain(gold.get("url", ""))
    return Page(
        name, record["id"], gold.get("type", "article"), group, np.array(X), blocks, gold_words,
        coverage(blocks, gold_words), gold.get("with", []), gold.get("without", []), record["blocks"],
    )


def fold(text):
    """White space folded, case ignored: how eval/score.py compares snippets."""
    return re.sub(r"\s+", " ", text).strip().lower()
