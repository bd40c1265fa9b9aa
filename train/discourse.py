"""Trains the model of discourse: which paragraphs of a text are pleas, by their words and those around them (src/notice/discourse/mod.rs).

    discourse.py ship    src/tables/discourse.txt and the fixture of its test
    discourse.py cv      what models find that have not seen a writer's texts, and which editorial paragraphs they lose

Texts: corpus/texts.jsonl, whole texts in 34 languages, half of them with a plea, by writers who knew neither tables nor code; and
what is editorial in ../shared/sets: gold texts, and of the pages without one what the program keeps but for labelled appeals. The program computes the rows (examples/discourse.rs).
Boosted symmetric trees (CatBoost), one thread and a fixed seed: the same machine gives the same file again."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
from catboost import CatBoostClassifier

from domains import domain
from export import model_text, number

ROOT = Path(__file__).resolve().parent.parent
SETS = ROOT.parent / "shared" / "sets"
APPEALS = ROOT.parent / "shared" / "appeals"
TEXTS, MODEL = ROOT / "corpus/texts.jsonl", ROOT / "src/tables/discourse.txt"
FIXTURE, FIXTURE_ROWS = ROOT / "src/notice/tests/discourse.tsv", 60
PROGRAM, BINARY = ROOT / "target/release/dechaff", ROOT / "target/release/examples/discourse"

# Few trees of few questions: there are some hundred pleas.
PARAMETERS = {
    "iterations": 250,
    "depth": 5,
    "learning_rate": 0.08,
    "l2_leaf_reg": 15,
    "rsm": 0.5,
    "bootstrap_type": "Bernoulli",
    "subsample": 0.7,
    "random_seed": 1,
    "thread_count": 1,
    "allow_writing_files": False,
    "verbose": 0,
}
# The hands whose texts no model has seen, for train/blind_check.py.
CHECK = "check"
# A paragraph of the gold texts counts as so much of one that was written: their pages are easier, and many.
GOLD_WEIGHT = 0.2
# As src/notice/discourse/mod.rs has it: less is no plea, and not asked but where there are phrases.
LEAST = -4.0
# Parts of the gold texts by domain for cross-validation.
PARTS = 5


class NoFilter:
    """The model file's filter, which is for pages of many blocks."""

    trees, below, factor = 0, 0, 0


def written():
    """(hand, paragraphs, which of them are pleas) of the texts written for this, but those of the hands that check them."""
    found = []
    for line in TEXTS.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        if record["hand"] == CHECK:
            continue
        pleas = [i in record["plea"] for i in range(len(record["paragraphs"]))]
        found.append((record["hand"], record["paragraphs"], pleas))
    return found


def golds():
    """(domain, paragraphs) of the gold texts."""
    found = []
    for name in ("wcxb-dev", "fundus-dev"):
        for line in open(SETS / name / "gold.jsonl", encoding="utf-8"):
            record = json.loads(line)
            paragraphs = [" ".join(text.split()) for text in record["text"].split("\n") if text.strip()]
            found.append((domain(record["url"]) if record.get("url") else record["id"][:20], paragraphs))
    return found


def kept():
    """The same of the pages without a gold text: what the program keeps, but for labelled appeals."""
    lines = open(APPEALS / "trafilatura.jsonl", encoding="utf-8")
    appeals = {" ".join(row["text"].split()) for row in map(json.loads, lines) if row["category"] != "editorial"}
    gold = map(json.loads, open(SETS / "trafilatura" / "gold.jsonl", encoding="utf-8"))
    domains = {record["id"]: domain(record["url"]) for record in gold}
    paths = sorted((SETS / "trafilatura" / "pages").glob("*.html.gz"))
    done = subprocess.run([PROGRAM, "--quiet", "--to", "json", *paths], stdout=subprocess.PIPE, check=True)
    found = []
    for path, line in zip(paths, done.stdout.decode().rstrip("\n").split("\n")):
        texts = [" ".join(text.split()) for text in (json.loads(line)["text"] or "").split("\n")]
        found.append((domains[path.name.removesuffix(".html.gz")], [text for text in texts if text and text not in appeals]))
    return found


def rows(texts):
    """The columns' names; rows, whether each is a plea, and the number of its text."""
    stdin = "\n".join(json.dumps(paragraphs) for _, paragraphs, _ in texts).encode()
    done = subprocess.run([BINARY], input=stdin, stdout=subprocess.PIPE, check=True)
    names, *lines = map(json.loads, done.stdout.decode().splitlines())
    phrases = names.index("phrases")
    X, y, numbers = [], [], []
    for number, ((_, paragraphs, pleas), record) in enumerate(zip(texts, lines)):
        assert len(record["blocks"]) == len(paragraphs), texts[number]
        for plea, row in zip(pleas, record["rows"]):
            if row is not None and (row[0] >= LEAST or row[phrases] > 0):
                X.append(row)
                y.append(plea)
                numbers.append(number)
    return names, np.array(X), np.array(y), np.array(numbers)


def fit(X, y, weights):
    """A model of some rows."""
    return CatBoostClassifier(**PARAMETERS).fit(X, y, sample_weight=weights)


def write_fixture(model, X, numbers):
    """Some rows and what the training library says of them, for the test that the program computes the same."""
    chosen = X[np.unique(numbers, return_index=True)[1][:FIXTURE_ROWS]]
    found = model.predict(chosen, prediction_type="RawFormulaVal")
    lines = (" ".join(map(number, row)) + f"\t{value:.3f}\n" for row, value in zip(chosen, found))
    FIXTURE.write_text("".join(lines), encoding="utf-8")


def part(name):
    """Which part of the gold texts a domain is in."""
    return hashlib.sha256(name.encode()).digest()[0] % PARTS


def cross_validate(X, y, weights, groups):
    """The log-odds of each row by a model that has seen no row of its group."""
    found = np.zeros(len(y))
    for group in sorted(set(groups)):
        out = groups == group
        found[out] = fit(X[~out], y[~out], weights[~out]).predict(X[out], prediction_type="RawFormulaVal")
    return found


def main():
    """Reads the command line, and trains or checks."""
    texts = written()
    count = len(texts)
    texts += [(name, paragraphs, [False] * len(paragraphs)) for name, paragraphs in golds() + kept() if paragraphs]
    names, X, y, numbers = rows(texts)
    is_written = numbers < count
    weights = np.where(is_written, 1.0, GOLD_WEIGHT)
    hands = {hand for hand, _, _ in texts[:count]}
    print(f"{len(hands)} hands, {count} texts, {y.sum()} pleas of {is_written.sum()} paragraphs; {(~is_written).sum()} of gold")
    if sys.argv[1:] == ["cv"]:
        groups = np.array([texts[n][0] if n < count else str(part(texts[n][0])) for n in numbers])
        found = cross_validate(X, y, weights, groups)
        for cut in (-0.5, 0, 0.3, 0.6, 1, 1.5, 2):
            above = found > cut
            lost = (above & ~y & is_written).sum(), (above & ~is_written).sum()
            print(f"above {cut}: {(above & y).sum()} pleas, {lost[0]} editorial paragraphs, {lost[1]} of gold")
        return
    model = fit(X, y, weights)
    digest = hashlib.sha256(TEXTS.read_bytes()).hexdigest()[:12]
    header = [
        "Which paragraphs of a text are pleas; made by train/discourse.sh, how to read it: src/score/model_file.rs.",
        f"CatBoost symmetric trees, seed {PARAMETERS['random_seed']}, one thread, on corpus/texts.jsonl ({digest}) and the gold of ../shared/sets.",
    ]
    text = model_text(model, NoFilter, names, header)
    MODEL.write_text(text, encoding="utf-8")
    write_fixture(model, X, numbers)
    print(f"{MODEL.name}: {len(text)} bytes, digest {hashlib.sha256(text.encode()).hexdigest()[:12]}")


if __name__ == "__main__":
    main()
