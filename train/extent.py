"""From probabilities to kept blocks, as src/decide/extent.rs does (but for terms, whole tables, repeats in
cells and requests for scripts, which are worth .001 together), and the score of what is kept.

Only for cross-validation, where the models are not in the program; the figures of the shipped
model come from the program itself (../shared/eval/score.py).
"""

from collections import Counter

import numpy as np

from data import fold_text

MIN_REPEAT_WORDS = 4
MIN_PAGE_WORDS, MIN_BEST = 25, 0.6


def threshold(page, p, low, high):
    """The probability that maximises the expected F1 of the kept words, within bounds."""
    order = np.argsort(-p, kind="stable")
    lengths = page.lengths[order]
    hits = np.cumsum(p[order] * lengths)
    f1 = 2 * hits / (np.cumsum(lengths) + hits[-1])
    return np.clip(p[order][np.argmax(f1)], low, high)


def kept(page, p, low=0.2, high=0.6):
    """Which blocks of a page are kept."""
    if not len(p):
        return np.zeros(0, bool)
    keep = p >= threshold(page, p, low, high)
    best = {}
    for index, block in enumerate(page.blocks):
        if page.effective[index] < MIN_REPEAT_WORDS:
            continue
        other = best.setdefault(tuple(block), index)
        if other != index:
            loser = other if p[index] > p[other] else index
            keep[loser] = False
            best[tuple(block)] = index if loser == other else other
    is_long_enough = page.lengths.sum() >= MIN_PAGE_WORDS
    if is_long_enough and (p * page.lengths).sum() < MIN_PAGE_WORDS and p.max() < MIN_BEST:
        keep[:] = False
    return keep


def f1(page, keep):
    """Word F1 of the kept blocks against the gold, as eval/score.py counts it."""
    gold, found = Counter(page.gold), Counter()
    for block, is_kept in zip(page.blocks, keep):
        if is_kept:
            found.update(block)
    if not gold or not found:
        return float(not gold and not found)
    return 2 * (gold & found).total() / (gold.total() + found.total())


def snippets(pages, keeps):
    """Precision, recall and F1 of the snippets over pages."""
    hits = misses = extra = 0
    for page, keep in zip(pages, keeps):
        text = fold_text("\n".join(t for t, k in zip(page.texts, keep) if k))
        found = sum(fold_text(snippet) in text for snippet in page.with_)
        hits += found
        misses += len(page.with_) - found
        extra += sum(fold_text(snippet) in text for snippet in page.without)
    return hits / (hits + extra), hits / (hits + misses), 2 * hits / (2 * hits + misses + extra)
