"""From probabilities to kept blocks, as src/decide/extent.rs does (but for terms, whole tables, declared
parts, repeats in cells and requests for scripts, which are worth .001 together), and the score of what is kept.

Only for cross-validation, where the models are not in the program; the figures of the shipped
model come from the program itself (../shared/eval/score.py).
"""

from collections import Counter

import numpy as np

from data import fold_text

MIN_REPEAT_WORDS, MIN_CODE, MIN_LINK = 4, 20, 0.8
MIN_COPY_SHINGLES, MIN_COPIED = 10, 2
MIN_PAGE_WORDS, MIN_BEST = 25, 0.6
MAX_CAPTION_CLIMB, MAX_CAPTION_WORDS, MIN_TEXT = 2, 80, 4
MIN_ARTICLE_WORDS, MIN_PARAGRAPHS, MIN_PARAGRAPH_WORDS, MIN_BEFORE, MIN_LEFT = 100, 2, 20, 4, 20


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
    is_reference = page.column("page_n_code")[0] >= MIN_CODE
    code = page.column("preformatted") > 0
    if is_reference and 2 * (keep & code).sum() >= code.sum():
        keep[code] = True
    links = page.column("link_density") >= MIN_LINK
    keep[[index for index in equal(page, p) if links[index] or not is_reference]] = False
    if not is_reference:
        drop_hidden_copies(page, keep)
    drop_footer(page, keep)
    drop_captions(page, keep)
    drop_behind_article(page, keep)
    is_long_enough = page.lengths.sum() >= MIN_PAGE_WORDS
    if is_long_enough and (p * page.lengths).sum() < MIN_PAGE_WORDS and p.max() < MIN_BEST:
        keep[:] = False
    return keep


def equal(page, p):
    """Of blocks with the same words all but the most probable."""
    best, losers = {}, []
    for index, block in enumerate(page.blocks):
        if page.effective[index] < MIN_REPEAT_WORDS:
            continue
        other = best.setdefault(tuple(block), index)
        if other != index:
            loser = other if p[index] > p[other] else index
            losers.append(loser)
            best[tuple(block)] = index if loser == other else other
    return losers


def shingles(blocks):
    """All three words in a row of some blocks."""
    return [tuple(block[at : at + 3]) for block in blocks for at in range(len(block) - 2)]


def drop_hidden_copies(page, keep):
    """Drops hidden text that repeats what is seen, as src/decide/repeats.rs does."""
    hidden = page.column("context_hidden") > 0
    if not (keep & hidden).any():
        return
    seen = set(shingles(block for block, is_seen in zip(page.blocks, keep & ~hidden) if is_seen))
    edges = np.flatnonzero(np.diff(np.concatenate([[False], hidden, [False]])))
    for first, end in zip(edges[::2], edges[1::2]):
        inside = shingles(page.blocks[index] for index in range(first, end) if keep[index])
        copied = sum(shingle in seen for shingle in inside)
        if len(inside) >= MIN_COPY_SHINGLES and copied * MIN_COPIED >= len(inside):
            keep[first:end] = False


def drop_footer(page, keep):
    """Drops the footer of the page, as src/decide/footer.rs does."""
    inner = sum(page.column(f"context_{name}") for name in ("article", "main", "quote")) > 0
    footer = keep & (page.column("context_footer") > 0) & ~inner
    sizes = keep * np.array([len(text.encode()) for text in page.texts])
    if not leaves_nothing(sizes, sizes[footer].sum()):
        keep[footer] = False


def drop_captions(page, keep):
    """Drops captions of an article, as src/decide/captions.rs does (but for those of quotations and the like)."""
    named = (page.column("hint_caption") < MAX_CAPTION_CLIMB) | (page.column("tag_figcaption") > 0)
    captions = keep & named & (page.effective <= MAX_CAPTION_WORDS)
    is_small = page.effective[captions].sum() * MIN_TEXT <= page.effective[keep].sum()
    if is_small and is_declared_article(page):
        keep[captions] = False


def is_declared_article(page):
    """Whether a page says that it is an article and no forum."""
    def says(name):
        return page.column(f"page_{name}")[0] > 0

    is_article = says("og_article") or says("schema_article") or says("generator_blog")
    is_forum = says("schema_forum") and not says("schema_faq")
    return is_article and not is_forum and not says("generator_forum")


def leaves_nothing(sizes, inside):
    """Whether without so much of what is kept hardly anything would be left."""
    left = sizes.sum() - inside
    return left == 0 or left * MIN_LEFT < sizes.sum()


def drop_behind_article(page, keep):
    """Drops comments and sidebars behind an article, as src/decide/behind.rs does."""
    for named in page.behind.values():
        inside = np.zeros(len(keep), bool)
        for first, end in boxes(page, named, keep):
            inside[first:end] = True
        if not (keep & inside).any():
            continue
        first = (keep & inside).argmax()
        words = page.effective * (keep & ~inside)
        before, behind = words[:first].sum(), words[first:].sum()
        paragraphs = (words[:first] >= MIN_PARAGRAPH_WORDS).sum()
        is_article = before >= MIN_ARTICLE_WORDS and paragraphs >= MIN_PARAGRAPHS
        if is_article and behind * MIN_BEFORE <= before:
            keep[inside] = False


def boxes(page, named, keep):
    """Those of some named ranges that are boxes and not what is around the article and its box."""
    sizes = keep * np.array([len(text.encode()) for text in page.texts])
    found, covered = [], np.zeros(len(keep), bool)
    for (first, end), following in zip(named, [*named[1:], (len(keep), 0)]):
        if not (following[0] < end and leaves_nothing(sizes, sizes[first:end].sum())):
            found.append((first, end))
            covered[first:end] = True
    return [] if leaves_nothing(sizes, sizes[covered].sum()) else found


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
