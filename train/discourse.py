"""Trains the model of discourse: which paragraphs of a text are pleas, by their words and those around them (src/notice/discourse/).

    discourse.py ship    src/tables/discourse.txt and the fixture of its test
    discourse.py cv      what models find that have not seen a writer's texts or a page's domain, and which editorial paragraphs they lose

Texts: corpus/texts.jsonl, whole texts in 34 languages with and without pleas, by writers who knew neither tables nor code; and of ../shared/sets
what is editorial (gold texts, and of the pages without one what the program keeps, but for labelled appeals) and the pages with labelled
appeals, all their blocks, of which those count that have a label or are in the gold text. Of written texts without a plea there are copies in which
one of another text stands: what is beside a plea is editorial as often. The program computes the rows (examples/discourse.rs).
Boosted symmetric trees (CatBoost), one thread and a fixed seed: the same machine gives the same file again."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

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

# Few trees of few questions: there are two thousand pleas.
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
# What a paragraph counts: gold texts are easier, and many; the labels were found by cue words, and chrome is around them; copies say
# most things again.
WEIGHTS = {"written": 1.0, "planted": 0.5, "editorial": 0.2, "labelled": 0.3}
# Shorter blocks in a gold text may stand there by chance.
MIN_GOLD_LENGTH = 50
# As src/notice/discourse/mod.rs has it: less is no plea, and not asked but where there are phrases.
LEAST = -4.0
# Paragraphs of a plea that stands in a text of another.
MOST_PLANTED = 2
# Parts of the domains for cross-validation.
PARTS = 5


class NoFilter:
    """The model file's filter, which is for pages of many blocks."""

    trees, below, factor = 0, 0, 0


class Text(NamedTuple):
    """Paragraphs in their order; which of them are pleas, None where that is not known or said elsewhere."""

    # One of WEIGHTS.
    source: str
    # The writer, or the domain of the page.
    group: str
    language: str
    paragraphs: list
    pleas: list


def folded(text):
    """The text with single spaces."""
    return " ".join(text.split())


def read(path):
    """The records of a file of JSON lines."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def run(paths, *options):
    """The program's records of some pages."""
    done = subprocess.run([PROGRAM, "--quiet", "--to", "json", *options, *paths], stdout=subprocess.PIPE, check=True)
    return [json.loads(line) for line in done.stdout.decode().rstrip("\n").split("\n")]


def written():
    """The texts written for this, but those of the hands that check them."""
    found = []
    for record in read(TEXTS):
        if record["hand"] != CHECK:
            pleas = [i in record["plea"] for i in range(len(record["paragraphs"]))]
            found.append(Text("written", record["hand"], record["lang"], record["paragraphs"], pleas))
    return found


def planted(texts):
    """Copies of the written texts without a plea, in the middle or at the end of which stands one of another text of the language."""
    pleas = {}
    for text in texts:
        own = [paragraph for paragraph, is_plea in zip(text.paragraphs, text.pleas) if is_plea]
        if own:
            pleas.setdefault(text.language, []).append(own[:MOST_PLANTED])
    found = []
    for number, text in enumerate(text for text in texts if not any(text.pleas) and text.language in pleas):
        others = pleas[text.language]
        plea = others[number % len(others)]
        at = len(text.paragraphs) // 2 if number % 2 else len(text.paragraphs)
        paragraphs = text.paragraphs[:at] + plea + text.paragraphs[at:]
        labels = [False] * at + [None] * len(plea) + [False] * (len(text.paragraphs) - at)
        found.append(text._replace(source="planted", paragraphs=paragraphs, pleas=labels))
    return found


def appeals_of(name):
    """The labels of a set: of each page, texts and their categories."""
    found = {}
    for label in read(APPEALS / f"{name}.jsonl"):
        found.setdefault(label["page"], {})[folded(label["text"])] = label["category"]
    return found


def editorial(group, lines, labels):
    """A text without pleas: lines that have no label of one."""
    paragraphs = [text for text in map(folded, lines) if text and labels.get(text, "editorial") == "editorial"]
    return Text("editorial", group, "", paragraphs, [False] * len(paragraphs))


def group_of(record):
    """The domain of a page of the sets."""
    return domain(record["url"]) if record.get("url") else record["id"][:20]


def golds():
    """The gold texts."""
    found = []
    for name in ("wcxb-dev", "fundus-dev"):
        labels = appeals_of(name)
        for record in read(SETS / name / "gold.jsonl"):
            found.append(editorial(group_of(record), record["text"].split("\n"), labels.get(record["id"], {})))
    return found


def kept():
    """What the program keeps of the pages without a gold text."""
    labels = appeals_of("trafilatura")
    records = {record["id"]: record for record in read(SETS / "trafilatura" / "gold.jsonl")}
    paths = sorted((SETS / "trafilatura" / "pages").glob("*.html.gz"))
    pages = [path.name.removesuffix(".html.gz") for path in paths]
    found = []
    for page, record in zip(pages, run(paths)):
        lines = (record["text"] or "").split("\n")
        found.append(editorial(group_of(records[page]), lines, labels.get(page, {})))
    return found


def labelled():
    """The pages with labelled appeals: all blocks, as a text that lost its markup."""
    found = []
    for name in ("wcxb-dev", "fundus-dev", "trafilatura"):
        golds = {record["id"]: record for record in read(SETS / name / "gold.jsonl")}
        labels = appeals_of(name)
        pages = sorted(labels)
        paths = [SETS / name / "pages" / f"{page}.html.gz" for page in pages]
        for page, record in zip(pages, run(paths, "--blocks")):
            gold = folded(golds[page].get("text") or "")
            paragraphs = [text for text in (folded(block["text"]) for block in record["blocks"]) if text]
            pleas = [is_plea(text, labels[page].get(text), gold) for text in paragraphs]
            found.append(Text("labelled", group_of(golds[page]), "", paragraphs, pleas))
    return found


def is_plea(text, label, gold):
    """What a label or the gold text says of a block, or None."""
    if label == "editorial" or (label is None and len(text) >= MIN_GOLD_LENGTH and text in gold):
        return False
    return True if label not in (None, "other-boilerplate") else None


def rows(texts):
    """The columns' names; rows, whether each is a plea, and the number of its text."""
    stdin = "\n".join(json.dumps(text.paragraphs) for text in texts).encode()
    done = subprocess.run([BINARY], input=stdin, stdout=subprocess.PIPE, check=True)
    names, *lines = map(json.loads, done.stdout.decode().splitlines())
    phrases = names.index("phrases")
    X, y, numbers = [], [], []
    for number, (text, record) in enumerate(zip(texts, lines)):
        assert len(record["blocks"]) == len(text.paragraphs), text
        for plea, row in zip(text.pleas, record["rows"]):
            if plea is not None and row is not None and (row[0] >= LEAST or row[phrases] > 0):
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


def print_cross_validated(texts, X, y, weights, numbers, sources):
    """Prints what models find that have not seen a row's writer or part of the domains, by the source of the rows."""
    by_hand = {"written", "planted"}
    names = [texts[number].group for number in numbers]
    groups = np.array([name if source in by_hand else str(part(name)) for name, source in zip(names, sources)])
    found = cross_validate(X, y, weights, groups)
    for cut in (-2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2):
        above = found > cut
        counts = ((name, above & (sources == name)) for name in WEIGHTS)
        print(f"above {cut}: " + "; ".join(f"{name} {(of & y).sum()} pleas, {(of & ~y).sum()} others" for name, of in counts))


def main():
    """Reads the command line, and trains or checks."""
    own = written()
    texts = [text for text in own + planted(own) + golds() + kept() + labelled() if text.paragraphs]
    names, X, y, numbers = rows(texts)
    sources = np.array([texts[number].source for number in numbers])
    weights = np.array([WEIGHTS[source] for source in sources])
    for name in WEIGHTS:
        of_source = sources == name
        print(f"{name}: {sum(text.source == name for text in texts)} texts, {y[of_source].sum()} pleas of {of_source.sum()} paragraphs")
    if sys.argv[1:] == ["cv"]:
        print_cross_validated(texts, X, y, weights, numbers, sources)
        return
    model = fit(X, y, weights)
    digest = hashlib.sha256(json.dumps(own).encode()).hexdigest()[:12]
    header = [
        "Which paragraphs of a text are pleas; made by train/discourse.sh, how to read it: src/score/model_file.rs.",
        f"CatBoost symmetric trees, seed {PARAMETERS['random_seed']}, one thread, on corpus/texts.jsonl (training texts: {digest}), the gold and the labels of ../shared.",
    ]
    text = model_text(model, NoFilter, names, header)
    MODEL.write_text(text, encoding="utf-8")
    write_fixture(model, X, numbers)
    print(f"{MODEL.name}: {len(text)} bytes, digest {hashlib.sha256(text.encode()).hexdigest()[:12]}")


if __name__ == "__main__":
    main()
