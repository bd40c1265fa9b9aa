"""Labels of blocks from gold text.

A block is editorial where its words are in the gold: by the longest common subsequence of the
page's and the gold's words, or by the share of its words in 5-grams that the gold has too. The
first follows order and survives small differences; the second survives reordering.
"""

import re

import numpy as np
from rapidfuzz.distance import LCSseq

SHINGLE = 5
WORD = re.compile(r"\w+")


def words(text):
    """The lower-cased words of a text, as eval/score.py counts them."""
    return WORD.findall(text.lower())


def coverage(blocks, gold):
    """Share of each block's words in `gold`: the larger of the two measures.

    `blocks` is a list of word lists, `gold` a word list; gives an array of floats, one a block.
    """
    flat = [word for block in blocks for word in block]
    if not flat or not gold:
        return np.zeros(len(blocks))
    ids = {}
    flat_ids = [ids.setdefault(word, len(ids)) for word in flat]
    gold_ids = [ids.setdefault(word, len(ids)) for word in gold]
    hit = np.zeros(len(flat), bool)
    for op in LCSseq.opcodes(flat_ids, gold_ids):
        if op.tag == "equal":
            hit[op.src_start : op.src_end] = True
    grams = {tuple(gold[i : i + SHINGLE]) for i in range(len(gold) - SHINGLE + 1)}
    result = np.zeros(len(blocks))
    at = 0
    for index, block in enumerate(blocks):
        if block:
            in_order = hit[at : at + len(block)].mean()
            covered = np.zeros(len(block), bool)
            for i in range(len(block) - SHINGLE + 1):
                if tuple(block[i : i + SHINGLE]) in grams:
                    covered[i : i + SHINGLE] = True
            result[index] = max(in_order, covered.mean())
        at += len(block)
    return result
