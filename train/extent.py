"""From probabilities to kept blocks, as src/decide/extent.rs does (but for terms, whole tables, declared
parts, repeats in cells and requests for scripts, which are worth .001 together), and the score of what is kept.

Only for cross-validation, where the models are not in the program; the figures of the shipped
model come from the program itself (../shared/eval/score.py).
"""

import dataclasses
import re
from collections import Counter

import numpy as np

from align import words
from data import fold_text

MIN_REPEAT_WORDS, MIN_CODE, MIN_LINK, MIN_REFRAIN = 4, 20, 0.8, (0.5, 0.5, 0.9, 0.9)
MAX_REFRAIN_WORDS = 40
MIN_ROW, MIN_COPY_ROW, MIN_OFTEN, MIN_COPY_SHINGLES, MIN_COPIED = 6, 3, 10, 10, 8
MIN_LEFT_WORDS, MIN_LEFT_OF_PAGE = 50, 5
MIN_PAGE_WORDS, MIN_BEST = 25, 0.6
MAX_CAPTION_WORDS, MIN_TEXT = 80, 4
MIN_ARTICLE_WORDS, MIN_PARAGRAPHS, MIN_PARAGRAPH_WORDS, MIN_BEFORE, MIN_LEFT = 100, 2, 20, 4, 20


def threshold(page, p, low, high):
    """The probability that maximises the expected F1 of the kept words, within bounds."""
    order = np.argsort(-p, kind="stable")
    lengths = page.lengths[order]
    hits = np.cumsum(p[order] * lengths)
    f1 = 2 * hits / (np.cumsum(lengths) + hits[-1])
    return np.clip(p[order][np.argmax(f1)], low, high)


def kept(page, p, low=0.1, high=0.6):
    """Which blocks of a page are kept."""
    if not len(p):
        return np.zeros(0, bool)
    keep = p >= threshold(page, p, low, high)
    is_reference = page.column("page_n_code")[0] >= MIN_CODE
    code = page.column("preformatted") > 0
    if is_reference and 2 * (keep & code).sum() >= code.sum():
        keep[code] = True
    repeats = equal(page, p, keep)
    if is_reference:
        losers = of_reference(page, repeats)
    else:
        losers = copies(page, keep, repeats) | {repeat.loser for repeat in repeats if not repeat.is_refrain}
    keep[list(losers)] = False
    drop_footer(page, keep)
    drop_captions(page, keep)
    drop_behind_article(page, keep)
    if not is_reference:
        drop_hidden_copies(page, keep)
    is_long_enough = page.lengths.sum() >= MIN_PAGE_WORDS
    if is_long_enough and (p * page.lengths).sum() < MIN_PAGE_WORDS and p.max() < MIN_BEST:
        keep[:] = False
    return keep


@dataclasses.dataclass
class Repeat:
    """Two blocks with the same words, their places among those compared, and which of the two goes."""

    blocks: tuple
    places: tuple
    goes: int
    is_refrain: bool

    @property
    def loser(self):
        return self.blocks[self.goes]

    @property
    def row(self):
        return self.places[1] - self.places[0], self.places[0]


def equal(page, p, keep):
    """Blocks with the same words, two and two, in the order of their rows."""
    seen = page.column("context_hidden") == 0
    compared = np.flatnonzero(page.effective >= MIN_REPEAT_WORDS)
    best, repeats = {}, []
    for place, index in enumerate(compared):
        block = tuple(page.blocks[index])
        if block not in best:
            best[block] = (index, place)
            continue
        other, its_place = best[block]
        is_better = (keep[index], seen[index], p[index]) > (keep[other], seen[other], p[other])
        refrain = place - its_place > 1 and is_refrain(page, p, [other, index])
        repeats.append(Repeat((other, index), (its_place, place), 0 if is_better else 1, refrain))
        if is_better:
            best[block] = (index, place)
    repeats.sort(key=lambda repeat: repeat.row)
    for row in rows(repeats):
        goes = 0 if sum(p[it.blocks[1]] for it in row) > sum(p[it.blocks[0]] for it in row) else 1
        for repeat in row if 1 < len(row) <= row[0].row[0] else []:
            one, other = repeat.blocks
            if keep[one] == keep[other] and seen[one] == seen[other]:
                repeat.goes = goes
    return repeats


def is_refrain(page, p, blocks):
    """Whether both of two blocks with the same words belong to a text that says it twice."""
    hidden, links = page.column("context_hidden")[blocks], page.column("link_density")[blocks]
    levels = np.flatnonzero(page.around[blocks[0]] == page.around[blocks[1]])
    is_long = page.effective[blocks[0]] > MAX_REFRAIN_WORDS
    if is_long or not len(levels) or hidden[0] != hidden[1] or (links >= MIN_LINK).any():
        return False
    return p[blocks].min() >= MIN_REFRAIN[levels[0]]


def of_reference(page, repeats):
    """The repeats that go of a page that describes programs."""
    counts = Counter(tuple(page.blocks[repeat.loser]) for repeat in repeats)
    links, code = page.column("link_density") >= MIN_LINK, page.column("preformatted") > 0

    def goes(loser):
        is_often = counts[tuple(page.blocks[loser])] + 1 >= MIN_OFTEN
        return links[loser] or is_often and not code[loser]

    long = {repeat.loser for row in rows(repeats) if len(row) >= MIN_ROW for repeat in row}
    return long | {repeat.loser for repeat in repeats if goes(repeat.loser)}


def rows(repeats):
    """Stretches of repeats that say in a row what stands in a row elsewhere."""
    found = []
    for repeat in repeats:
        apart, place = repeat.row
        if found and found[-1][-1].row == (apart, place - 1):
            found[-1].append(repeat)
        else:
            found.append([repeat])
    return found


def copies(page, keep, repeats):
    """The losers of rows between whose places nothing is kept that the page had not said before."""
    said, own = set(), np.zeros(len(keep) + 1, int)
    for index, block in enumerate(map(tuple, page.blocks)):
        own[index + 1] = own[index] + (bool(keep[index]) and block not in said)
        said.add(block)
    long = [row for row in rows(repeats) if len(row) >= MIN_COPY_ROW]
    is_copy = lambda first, end: first >= end or own[end] == own[first]
    return {repeat.loser for row in long if is_copy(row[-1].blocks[0] + 1, row[0].blocks[1]) for repeat in row}


def shingles(blocks):
    """All three words in a row of some blocks."""
    return [tuple(block[at : at + 3]) for block in blocks for at in range(len(block) - 2)]


def drop_hidden_copies(page, keep):
    """Drops hidden text that repeats what is seen, as src/decide/repeats.rs does."""
    hidden = page.column("context_hidden") > 0
    if not (keep & hidden).any():
        return
    seen = set(shingles(block for block, is_seen in zip(page.blocks, keep & ~hidden) if is_seen))
    for index in np.flatnonzero(keep & hidden):
        text = page.texts[index]
        block = words(re.sub("<[A-Za-z/!][^<>]*>", " ", text)) if "<" in text else page.blocks[index]
        all_ = shingles([block])
        copied = sum(shingle in seen for shingle in all_)
        if len(all_) >= MIN_COPY_SHINGLES and copied * 10 >= len(all_) * MIN_COPIED:
            keep[index] = False


def drop_footer(page, keep):
    """Drops the footer of the page, as src/decide/footer.rs does."""
    footer = [index for index in page.footer if keep[index]]
    if not footer:
        return
    kept_words = page.effective * keep
    left = kept_words.sum() - kept_words[footer].sum()
    before = kept_words[: footer[0]].sum()
    is_enough = left >= MIN_LEFT_WORDS and left * MIN_LEFT_OF_PAGE >= kept_words.sum()
    if is_enough and (left - before) * MIN_BEFORE <= before:
        keep[footer] = False


def drop_captions(page, keep):
    """Drops captions of an article, as src/decide/captions.rs does."""
    sizes = page.effective
    captions = [at for at in page.captions if keep[at] and sizes[at] <= MAX_CAPTION_WORDS]
    is_small = sizes[captions].sum() * MIN_TEXT <= sizes[keep].sum()
    if is_small and len(captions) <= (keep & (sizes >= MIN_PARAGRAPH_WORDS)).sum():
        keep[captions] = False


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
        others = page.effective * (keep & ~inside)
        before, behind = others[:first].sum(), others[first:].sum()
        paragraphs = (others[:first] >= MIN_PARAGRAPH_WORDS).sum()
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
