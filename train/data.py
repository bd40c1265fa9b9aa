"""Pages of the sets with features, words and labels."""

import hashlib
import json
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from align import coverage, words
from domains import domain

# A block is editorial if this share of its words is found in the gold.
LABEL_SHARE = 0.5
# Weight of a block's words, of a page's words: long blocks matter more, but not in full.
WEIGHT_POWER = 0.8
# Pages count as if they had this many words of gold at least and at most: tiny gold would weigh
# up to fifty times the median, whole books nothing.
MIN_GOLD, MAX_GOLD = 100, 5000
# Pages that have snippets only count as of this many words: a short article.
SNIPPET_GOLD = 600
# A line that is labelled by itself, as an appeal or as editorial text that looks like one, counts so many
# times: losing a look-alike or leaving an appeal is worse than a wrong word elsewhere.
LINE_WEIGHT = 10.0


@dataclass
class Page:
    """One page: features X (blocks x features, 32-bit floats) and the names of its columns, words of blocks and of gold, share
    of each block in the gold, texts of blocks, snippets that must and must not be kept,
    ranges of blocks that may stand behind an article, by name, blocks that are captions or of the page's footer, and the four elements around each block, its own first. A page without a gold text is labelled
    by a reader (`is_read`), or where snippets stand: share is 1, 0, or NaN if unknown."""

    set: str
    id: str
    type: str
    group: str
    X: np.ndarray
    blocks: list
    gold: list
    share: np.ndarray
    texts: list
    with_: list
    without: list
    effective: np.ndarray
    emphasis: np.ndarray
    behind: dict
    captions: list
    footer: list
    around: np.ndarray
    names: list
    is_read: bool = False

    def column(self, name):
        """The values of a feature."""
        return self.X[:, self.names.index(name)]

    @property
    def labels(self):
        """1 for editorial blocks, 0 for others."""
        return (self.share >= LABEL_SHARE).astype(np.int8)

    @property
    def lengths(self):
        """Words of each block, at least 1."""
        return np.array([max(len(block), 1) for block in self.blocks], float)

    @property
    def weights(self):
        """Weight of each block in training. Pages whose gold is empty have none: they are what the
        annotators could not say anything of."""
        size = np.maximum(self.lengths, self.effective)
        if not self.gold and not self.is_read:
            weights = (size / SNIPPET_GOLD) ** WEIGHT_POWER
        else:
            gold = max(len(self.gold), (size * self.labels).sum())
            weights = (size / np.clip(gold, MIN_GOLD, MAX_GOLD)) ** WEIGHT_POWER
        return np.where(np.isnan(self.share), 0, weights * self.emphasis)


def load(prefix, sets, name, labels):
    """The pages of one set: features from `prefix`/NAME.* as the features example writes them,
    gold from `sets`/NAME. `labels` are those of `read_labels` or none. Gives the features' names
    and the pages."""
    names = open(f"{prefix}/{name}.names", encoding="utf-8").read().split("\n")
    X = np.fromfile(f"{prefix}/{name}.f32", "<f4").reshape(-1, len(names))
    gold = {}
    for line in open(f"{sets}/{name}/gold.jsonl", encoding="utf-8"):
        record = json.loads(line)
        gold[record["id"]] = record
    pages, at = [], 0
    effective = names.index("effective_words")
    lines = labelled_lines(f"{sets}/../appeals/{name}.jsonl")
    for line in open(f"{prefix}/{name}.jsonl", encoding="utf-8"):
        record = json.loads(line)
        count = len(record["blocks"])
        rows = X[at : at + count]
        found = page(name, record, gold[record["id"]], rows, rows[:, effective], names)
        found.emphasis = emphasis(found, lines[record["id"]])
        if record["id"] in labels:
            found.share, found.is_read = reader_labels(found, *labels[record["id"]]), True
        pages.append(found)
        at += count
    return names, pages


def page(name, record, gold, X, effective, names):
    """One page from its record and gold."""
    blocks = [words(text) for text in record["blocks"]]
    gold_words = words(gold.get("text", ""))
    group = gold.get("publisher") or domain(gold.get("url", ""))
    if gold_words:
        share = coverage(blocks, gold_words)
    else:
        share = snippet_labels(record["blocks"], gold.get("with", []), gold.get("without", []))
    return Page(
        name, record["id"], gold.get("type", "article"), group, X, blocks, gold_words,
        share, record["blocks"], gold.get("with", []),
        gold.get("without", []), effective, np.ones(len(blocks)), record["behind"], record["captions"], record["footer"],
        np.array(record["around"]).reshape(-1, 4), names,
    )


def labelled_lines(path):
    """The labelled lines of a set by page: folded text, and whether it is editorial or else an appeal."""
    lines = defaultdict(list)
    for row in map(json.loads, open(path, encoding="utf-8")):
        if row["category"] != "other-boilerplate":
            lines[row["page"]].append((fold_text(row["text"]), row["category"] == "editorial"))
    return lines


def emphasis(page, lines):
    """How many times each block counts: more where a labelled line in it says what its label does."""
    times = np.ones(len(page.blocks))
    for index, text in enumerate(map(fold_text, page.texts)):
        if any(line in text and is_editorial == page.labels[index] for line, is_editorial in lines):
            times[index] = LINE_WEIGHT
    return times


def read_labels(name):
    """What a reader said of pages of a set: for each id the hashes of the blocks that are editorial
    and of those that are neither surely."""
    path = Path(__file__).parent / "labels" / f"{name}.tsv"
    if not path.exists():
        return {}
    rows = [line.rstrip("\n").split("\t") for line in open(path, encoding="utf-8") if line[0] != "#"]
    return {id: (set(kept.split()), set(unsure.split())) for id, kept, unsure in rows}


def reader_labels(page, kept, unsure):
    """Labels of a page by the hashes of its blocks; its snippets know better."""
    hashes = [text_hash(text) for text in page.texts]
    share = np.array([np.nan if h in unsure else float(h in kept) for h in hashes])
    return np.where(np.isnan(page.share), share, page.share)


def text_hash(text):
    """Eight digits of a block's text."""
    return hashlib.sha256(fold_text(text).encode()).hexdigest()[:8]


def snippet_labels(texts, with_, without):
    """1 for blocks that hold a wanted snippet, 0 for those with an unwanted one, NaN for others."""
    with_, without = [fold_text(s) for s in with_], [fold_text(s) for s in without]
    share = np.full(len(texts), np.nan)
    for index, text in enumerate(map(fold_text, texts)):
        if any(snippet in text for snippet in without):
            share[index] = 0
        if any(snippet in text for snippet in with_):
            share[index] = 1
    return share


def digest(prefix, sets, name, labels):
    """Twelve digits that change with the gold, the labels or the features of a set."""
    sha = hashlib.sha256()
    for id, (kept, unsure) in sorted(labels.items()):
        sha.update(f"{id} {sorted(kept)} {sorted(unsure)}".encode())
    files = f"{prefix}/{name}.names", f"{prefix}/{name}.f32", f"{sets}/{name}/gold.jsonl"
    for path in (*files, f"{sets}/../appeals/{name}.jsonl"):
        with open(path, "rb") as file:
            while chunk := file.read(1 << 20):
                sha.update(chunk)
    return sha.hexdigest()[:12]


def fold_text(text):
    """White space folded, case ignored: how eval/score.py compares snippets."""
    return re.sub(r"\s+", " ", text).strip().lower()
