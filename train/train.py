"""Trains the model of editorial text.

  train.py FEATURES SETS cv [--folds K,K] [--trees N] [--without PATTERN]
      cross-validation by domain, nested: the number of trees and the bounds of the threshold are
      chosen on an inner split of each outer training part, never on the pages reported
  train.py FEATURES SETS ship MODEL FIXTURE
      the model file from all pages, and what it says of the corpus

FEATURES is where the features example wrote its files, SETS is ../shared/sets. One thread and
fixed seeds: the same machine gives the same file again. `train/run.sh` does all of it.
"""

import argparse
import hashlib
import json
import re
import time
from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from catboost import CatBoostClassifier, Pool

from data import digest, load, read_labels
from export import UNIT, model_text
from extent import f1, kept, snippets

# Of five, 4 to 8, the one whose model does best on the corpus, which no model learns from.
SEED = 7
FOLDS = 5
# Pages of each set count this much: few publishers and clean labels against many domains. Of the
# trafilatura set only the blocks that hold a snippet are labelled.
TRAINED = {"wcxb-dev": 1.0, "fundus-dev": 4.0, "trafilatura": 1.0}
PARAMETERS = {
    "depth": 6,
    "learning_rate": 0.08,
    "l2_leaf_reg": 5,
    "rsm": 0.3,
    "bootstrap_type": "Bernoulli",
    "subsample": 0.7,
    "border_count": 64,
    "score_function": "Cosine",
    "random_seed": SEED,
    "thread_count": 1,
    "allow_writing_files": False,
    "verbose": 0,
}
TREES = 800
# The filter of src/score/filter.rs: a block that is less probable than this after so many trees is
# not asked further. Of the blocks of the sets half are out, and of the words that all trees would keep one
# in ten thousand.
EARLY_TREES, EARLY_BELOW = 80, 0.05
# What the nested choice is between.
TREE_COUNTS = [200, 300, 400, 500]
BOUNDS = [(0.1, 0.6), (0.2, 0.6), (0.25, 0.5), (0.3, 0.5), (0.3, 0.45), (0.35, 0.35), (0.4, 0.4)]
# Larger pages of the corpus are left out of the fixture.
MAX_FIXTURE_BLOCKS = 400
# Share of the rows trained on: most blocks are menu entries of a word or two.
ROW_SHARE = 0.4
# Columns of a model, the most important of a first, smaller one: each costs as much time as four
# trees.
COLUMNS = 160
FIRST_TREES = 120


def fold_of(pages, folds=FOLDS, seed=0):
    """The fold of each page: all pages of a domain, of whichever set, are in one."""
    groups = sorted({page.group for page in pages})
    np.random.RandomState(seed).shuffle(groups)
    number = {group: index % folds for index, group in enumerate(groups)}
    return np.array([number[page.group] for page in pages])


def rows(pages, columns):
    """Features, labels and weights of the rows to train on.

    Rows of small weight are drawn in proportion to it and given the same larger weight, so that
    the expected sums stay: what most of the rows have to say is said by a few of them.
    """
    X = np.concatenate([page.X for page in pages])
    y = np.concatenate([page.labels for page in pages])
    w = np.concatenate([page.weights * TRAINED[page.set] for page in pages])
    floor = np.quantile(w, 1 - ROW_SHARE)
    draw = np.random.RandomState(SEED).random(len(w)) * floor < w
    return X[draw][:, columns], y[draw], np.maximum(w, floor)[draw]


@dataclass
class Early:
    """The filter in front of the other trees: after `trees` of them a row whose sum is below `below` is
    out, and has `factor` times that sum."""

    trees: int
    below: float
    factor: float


@dataclass
class Trained:
    """A CatBoost model and the columns that it reads."""

    model: CatBoostClassifier
    columns: list
    early: Early | None = None

    def probabilities(self, X, trees=0):
        """The probability of each row by the first `trees` trees (0: all)."""
        return self.model.predict_proba(X[:, self.columns], ntree_end=trees)[:, 1]

    def sums(self, X, trees=0):
        """The sum of each row by the first `trees` trees (0: all)."""
        return self.model.predict(X[:, self.columns], "RawFormulaVal", ntree_end=trees)

    def filtered(self, X):
        """The probability of each row as the program computes it, with the filter; NaN where the
        rounding of leaves in the model file decides whether it is out."""
        first = self.sums(X, self.early.trees)
        out = first < self.early.below
        p = 1 / (1 + np.exp(-np.where(out, self.early.factor * first, self.sums(X))))
        return np.where(np.abs(first - self.early.below) < self.early.trees * UNIT, np.nan, p)

    def find_early(self, pages):
        """The filter, as it fits `pages`."""
        X = np.concatenate([page.X for page in pages])
        lengths = np.concatenate([page.lengths for page in pages])
        below = np.log(EARLY_BELOW / (1 - EARLY_BELOW))
        first = self.sums(X, EARLY_TREES)
        weights = lengths * (first < below)
        factor = (self.sums(X) * weights).sum() / (first * weights).sum()
        self.early = Early(EARLY_TREES, below, round(float(factor), 2))


def fit(pages, columns, trees, count=COLUMNS):
    """A model of some pages: of `columns` it reads the `count` that matter most to a first one."""
    X, y, w = rows(pages, columns)
    first = CatBoostClassifier(**PARAMETERS, iterations=FIRST_TREES).fit(Pool(X, y, weight=w))
    best = sorted(np.argsort(-first.get_feature_importance(), kind="stable")[:count])
    model = CatBoostClassifier(**PARAMETERS, iterations=trees).fit(Pool(X[:, best], y, weight=w))
    return Trained(model, [columns[index] for index in best])


def predict(trained, pages, trees=0):
    """The probabilities of each page's blocks by the first `trees` trees (0: all)."""
    X = np.concatenate([page.X for page in pages])
    p = trained.probabilities(X, trees)
    return np.split(p, np.cumsum([len(page.X) for page in pages])[:-1])


def score(pages, probabilities, bounds):
    """Mean F1 by set and by type of wcxb-dev, snippets of trafilatura; F1 of each page."""
    scores = defaultdict(list)
    keeps = [kept(page, p, *bounds) for page, p in zip(pages, probabilities)]
    for page, keep in zip(pages, keeps):
        if page.set != "trafilatura":
            value = f1(page, keep)
            scores[page.set].append(value)
            if page.set == "wcxb-dev":
                scores[f"- {page.type}"].append(value)
    result = {name: (np.mean(values), len(values)) for name, values in scores.items()}
    asked = [(page, keep) for page, keep in zip(pages, keeps) if page.set == "trafilatura"]
    if asked:
        result["trafilatura"] = (snippets(*zip(*asked))[2], len(asked))
    return result


def choose(model, pages):
    """The number of trees and the bounds that are best on `pages`: the mean of the trained sets."""
    best = (0.0, None)
    for trees in TREE_COUNTS:
        p = predict(model, pages, trees)
        for bounds in BOUNDS:
            found = score(pages, p, bounds)
            value = np.mean([found[name][0] for name in TRAINED])
            best = max(best, (value, (trees, bounds)))
    return best[1]


def cross_validate(pages, columns, options):
    """Out-of-fold probabilities and choices; prints scores."""
    folds = fold_of(pages)
    reported, results, simple = [], [], []
    for number in options.folds:
        start = time.time()
        inner = [page for page, fold in zip(pages, folds) if fold != number]
        outer = [page for page, fold in zip(pages, folds) if fold == number]
        model = fit(inner, columns, options.trees, options.columns)
        chosen = (options.trees, BOUNDS[0])
        if options.nested:
            split = fold_of(inner, seed=1 + number)
            part = fit([p for p, f in zip(inner, split) if f], columns, options.trees, options.columns)
            chosen = choose(part, [p for p, f in zip(inner, split) if not f])
        reported += outer
        found = predict(model, outer, chosen[0])
        results += [kept(page, p, *chosen[1]) for page, p in zip(outer, found)]
        simple += predict(model, outer)
        print(f"fold {number}: {chosen} {time.time() - start:.0f} s", flush=True)
    show("fixed", score(reported, simple, BOUNDS[0]))
    if options.nested:
        show("nested", of_keeps(reported, results))
    return reported, simple


def of_keeps(pages, keeps):
    """Scores of what is kept already."""
    return score(pages, [keep.astype(float) for keep in keeps], (0.5, 0.5))


def show(title, scores):
    """Prints one line of scores."""
    cells = [f"{name} {value:.4f} ({count})" for name, (value, count) in sorted(scores.items())]
    print(f"{title}: {', '.join(cells)}", flush=True)


def calibration(pages, probabilities):
    """Prints the share of editorial words among blocks of similar probability."""
    known = [(page, p) for page, p in zip(pages, probabilities) if page.gold]
    p = np.concatenate([p for _, p in known])
    y = np.concatenate([page.labels for page, _ in known])
    w = np.concatenate([page.lengths for page, _ in known])
    for low in np.arange(0, 1, 0.1):
        inside = (p >= low) & (p < low + 0.1)
        share, mean = np.average(y[inside], weights=w[inside]), np.average(p[inside], weights=w[inside])
        print(f"p {low:.1f} to {low + 0.1:.1f}: mean {mean:.3f}, editorial {share:.3f}, {inside.sum()} blocks")


def write_fixture(trained, prefix, path):
    """The model's probabilities for the blocks of the corpus, for the test that the program
    computes the same."""
    names = open(f"{prefix}/corpus.names", encoding="utf-8").read().split("\n")
    X = np.fromfile(f"{prefix}/corpus.f32", "<f4").reshape(-1, len(names))
    p = trained.filtered(X)
    at = 0
    with open(path, "w", encoding="utf-8") as file:
        for line in open(f"{prefix}/corpus.jsonl", encoding="utf-8"):
            record = json.loads(line)
            count = len(record["blocks"])
            if count <= MAX_FIXTURE_BLOCKS:
                values = " ".join(f"{value:.4f}" for value in p[at : at + count])
                file.write(f"{record['id']}\t{values}\n")
            at += count


def ship(pages, names, columns, options, data):
    """Trains on all pages and writes the model file and its fixture."""
    trained = fit(pages, columns, TREES)
    trained.find_early(pages)
    header = [
        "Made by train/run.sh; how to read it: src/score/model_file.rs.",
        f"CatBoost symmetric trees, seed {SEED}, one thread, on {', '.join(TRAINED)}.",
        *(f"{name}: digest {data[name]}" for name in TRAINED),
    ]
    columns = [names[column] for column in trained.columns]
    text = model_text(trained.model, trained.early, columns, header)
    with open(options.model, "w", encoding="utf-8") as file:
        file.write(text)
    write_fixture(trained, options.features, options.fixture)
    print(f"{options.model}: {len(text)} bytes, digest {hashlib.sha256(text.encode()).hexdigest()[:12]}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("features")
    parser.add_argument("sets")
    parser.add_argument("--read", action="store_true", help="learn from the blocks of train/labels too")
    commands = parser.add_subparsers(dest="command", required=True)
    cv = commands.add_parser("cv")
    cv.add_argument("--folds", type=lambda text: [int(n) for n in text.split(",")], default=list(range(FOLDS)))
    cv.add_argument("--trees", type=int, default=max(TREE_COUNTS))
    cv.add_argument("--columns", type=int, default=COLUMNS)
    cv.add_argument("--without", default="^$", help="columns to leave out")
    cv.add_argument("--nested", action="store_true")
    ship_ = commands.add_parser("ship")
    ship_.add_argument("model")
    ship_.add_argument("fixture")
    options = parser.parse_args()
    labels = {name: read_labels(name) if options.read else {} for name in TRAINED}
    loaded = {name: load(options.features, options.sets, name, labels[name]) for name in TRAINED}
    names = next(iter(loaded.values()))[0]
    pages = [page for _, found in loaded.values() for page in found if len(page.X)]
    if options.command == "cv":
        columns = [i for i, name in enumerate(names) if not re.search(options.without, name)]
        calibration(*cross_validate(pages, columns, options))
    else:
        data = {name: digest(options.features, options.sets, name, labels[name]) for name in TRAINED}
        ship(pages, names, list(range(len(names))), options, data)


if __name__ == "__main__":
    main()
