"""Trains the tables of diction: what words, and pairs of neighbouring words, say for a notice (src/diction).

train/diction.sh says how it is called.

Texts: corpus/diction/LANGUAGE.jsonl, notices and editorial look-alikes that people wrote for this who knew neither tables nor
code; half A of corpus/blind.jsonl; the phrases of the language, of little weight each, as they are short; as background the gold
texts of ../shared/sets in the language, what the program keeps of the pages of the trafilatura set, and prose of
corpus/diction that is about nothing of this kind.
Logistic regression (scikit-learn, liblinear) over words and pairs as the program reads them (examples/words.rs), each text's
counts divided by the square root of its words."""

import hashlib
import json
import re
import subprocess
import sys
from collections import Counter, defaultdict, namedtuple
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from domains import domain

ROOT = Path(__file__).resolve().parent.parent
SETS = ROOT.parent / "shared" / "sets"
APPEALS = ROOT.parent / "shared" / "appeals"
PHRASES, TABLES = ROOT / "src/tables/phrases", ROOT / "src/tables/diction"
TEXTS, BLIND = ROOT / "corpus/diction", ROOT / "corpus/blind.jsonl"
BINARY, WORDS = ROOT / "target/release/dechaff", ROOT / "target/release/examples/words"

# How a table is trained: the inverse of the strength of regularization; the least weight that is kept, as smaller ones change
# little; how many times as much as the notices the background weighs, and how much more than a notice one of its lines at most;
# with which part of the notices' weight at most a text without words stands for the rest of it; what is added to the bias.
Settings = namedtuple("Settings", "strength min_weight background max_share rest shift")
# Of many notices by many hands: editorial text is what most of a page is.
OF_MANY, MANY = Settings(30.0, 0.8, 20.0, 3.0, 20.0, 0.0), 700
# Those of two hands are read so, too, but a third hand's look-alikes are farther from both than they are from each other.
OF_TWO, TWO = OF_MANY._replace(shift=-0.7), 500
# Of fewer, by a hand or two. A heavy text without words takes from words what they say; without any, the bias is 2 and what is not
# known is a notice. Look-alikes of one hand are nearer to each other than to those of others, so the bias is lower.
OF_FEW = Settings(100.0, 0.4, 20.0, 1.0, 0.5, -1.5)
# A word or pair of fewer texts says nothing of others.
MIN_TEXTS = 2
# Numbers alone speak for no notice: where the prose that was written has few, a list of dates was one.
NUMBERS = ("0", "0 0")
# A phrase is no text; with more weight the tables know phrases, and nothing else.
PHRASE_WEIGHT = 0.1
# Shorter lines are labels, and longer ones are read so far.
MIN_LENGTH, MAX_LENGTH = 20, 3000
# As src/diction/mod.rs has them.
MIN_WORDS, MAX_WORDS, UNIT = 4, 400, 0.01
# Of look-alikes that a table has not seen, this part is above these log-odds.
LOOKALIKES_ABOVE, LOOKALIKE_ODDS = 0.1, 1.0
# And of so many paragraphs of prose and more, this part; shorter ones are not read.
PROSE_ABOVE, MIN_PROSE, MIN_PROSE_LENGTH = 0.005, 100, 25
FOLDS = 5
# How much of a category's rarity counts for it: all of it would give words of few texts to the rarest.
LIFT = 0.8
# What texts are about that are no look-alikes.
PROSE = "prose"
# Languages that are read by the tables of another, as src/cues/language.rs has them.
TABLE_OF = {"no": "nb", "nn": "nb"}
# What the writers called it, and the program's category.
CATEGORIES = {
    "donation": "donation", "subscription": "paywall", "membership": "donation", "registration": "registration",
    "newsletter": "newsletter", "app": "app", "follow": "follow", "consent": "cookie", "adblock": "adblock",
    "survey": "event", "share": "share", "other": "event",
    "paywall": "paywall", "cookie": "cookie",
}  # fmt: skip


def lines(path):
    """The records of a file of JSON lines."""
    return [json.loads(line) for line in path.read_bytes().split(b"\n") if line]


def prose(language):
    """The texts written for a language that are about nothing of this kind: background, as pages have it."""
    return [record["text"] for record in lines(TEXTS / f"{language}.jsonl") if record.get("about") == PROSE]


def written(language):
    """(text, category or None) of the notices and look-alikes written for a language, and of half A."""
    texts = []
    for record in lines(TEXTS / f"{language}.jsonl"):
        if record.get("about") == PROSE:
            continue
        texts.append((record["text"], CATEGORIES[record["category"]] if record["kind"] == "notice" else None))
    for record in lines(BLIND):
        if record["lang"] == language and record.get("half") == "A":
            category = CATEGORIES.get(record["category"], "event")
            texts.append((record["text"], category if record["kind"] == "appeal" else None))
    return texts


def phrases(language, strengths=("alone", "line")):
    """(text, category) of the phrases that ask for something, of two words and more."""
    found = []
    for line in (PHRASES / f"{language}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        category, strength, phrase = line.split("\t")
        if category in CATEGORIES and strength in strengths and (" " in phrase or not phrase.isascii()):
            found.append((phrase.replace(" ~ ", " ").rstrip("*"), category))
    return found


def background():
    """By language, (text, half) of editorial lines; the halves share no domain."""
    pages = sorted((SETS / "trafilatura" / "pages").glob("*.html.gz"))
    languages, kept = {}, {}
    for name in ("wcxb-dev", "fundus-dev", "trafilatura"):
        paths = sorted((SETS / name / "pages").glob("*.html.gz"))
        command = [BINARY, "--quiet", "--to", "json", *paths]
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
        for path, line in zip(paths, done.stdout.decode().rstrip("\n").split("\n")):
            record = json.loads(line)
            page = name, path.name.removesuffix(".html.gz")
            language = (record["language"] or "").lower()[:2]
            languages[page] = TABLE_OF.get(language, language)
            kept[page] = record["text"] or ""
    appeals = set()
    for path in APPEALS.glob("*.jsonl"):
        appeals |= {" ".join(r["text"].split()) for r in lines(path) if r.get("category", "editorial") != "editorial"}
    found = defaultdict(list)

    def add(language, text, group):
        half = hashlib.sha256(group.encode()).digest()[0] % 2
        for line in text.split("\n"):
            if len(line) >= MIN_LENGTH and " ".join(line.split()) not in appeals:
                found[language].append((line[:MAX_LENGTH], half))

    for name in ("wcxb-dev", "fundus-dev"):
        for record in lines(SETS / name / "gold.jsonl"):
            page = name, record["id"]
            add(languages.get(page, ""), record["text"], domain(record["url"]) if record.get("url") else record["id"][:20])
    for record in lines(SETS / "trafilatura" / "gold.jsonl"):
        page = "trafilatura", record["id"]
        text = "\n".join(without_pleas(languages.get(page, ""), kept.get(page, "").split("\n")))
        add(languages.get(page, ""), text, domain(record["url"]))
    return found


def without_pleas(language, texts):
    """The lines that have no phrase by which they would be notices: those of pages without a gold text are not all editorial."""
    if not (PHRASES / f"{language}.txt").exists():
        return texts
    if language not in STOCK:
        STOCK[language] = re.compile("|".join(f" {re.escape(words)} " for words in worded([t for t, _ in phrases(language, ("alone",))]) if words) or "$^")
    return [text for text, words in zip(texts, worded(texts)) if not STOCK[language].search(f" {words} ")]


# By language, what finds its phrases.
STOCK = {}


def worded(texts):
    """The words of each text as the program reads them, with spaces between them."""
    stdin = "\n".join(json.dumps(text) for text in texts).encode()
    done = subprocess.run([WORDS], input=stdin, stdout=subprocess.PIPE, check=True)
    return done.stdout.decode().removesuffix("\n").split("\n")


def features(texts):
    """For each text the counts of its words and pairs, and what they are divided by."""
    rows = []
    for line in worded(texts):
        words = line.split(" ")[:MAX_WORDS] if line else []
        counts = Counter(words)
        counts.update(f"{one} {other}" for one, other in zip(words, words[1:]))
        rows.append((counts, max(len(words), MIN_WORDS) ** 0.5))
    return rows


def matrix(rows, columns):
    """The rows as a matrix."""
    data, indices, starts = [], [], [0]
    for counts, norm in rows:
        for feature, count in counts.items():
            if feature in columns:
                indices.append(columns[feature])
                data.append(count / norm)
        starts.append(len(indices))
    return csr_matrix((data, indices, starts), shape=(len(rows), len(columns)))


def train(language, lines_of_background, prose):
    """The bias, and (weight, category, words) of each feature that says something. The bias is set by texts that the table has
    not seen: how much background there is, and of what kind, differs from language to language."""
    texts = written(language)
    stock, settings = phrases(language), settings_of(texts)
    lookalikes, others = [], []
    for fold in range(FOLDS):

        def is_out(i, of):
            return i * FOLDS // len(of) == fold

        rest = [text for i, text in enumerate(prose) if not is_out(i, prose)]
        bias, table = fit([text for i, text in enumerate(texts) if not is_out(i, texts)], stock, lines_of_background + rest, settings)
        out = [text for i, (text, category) in enumerate(texts) if is_out(i, texts) and not category]
        lookalikes += list(scores(bias, table, out))
        out = [text for i, text in enumerate(prose) if is_out(i, prose) and len(text) >= MIN_PROSE_LENGTH]
        others += list(scores(bias, table, out))
    bias, table = fit(texts, stock, lines_of_background + prose, settings)
    shift = min(LOOKALIKE_ODDS - np.quantile(lookalikes, 1 - LOOKALIKES_ABOVE), 0)
    by_prose = LOOKALIKE_ODDS - np.quantile(others, 1 - PROSE_ABOVE) if len(others) >= MIN_PROSE else 0
    print(f"{language}: bias {bias * UNIT:.2f}, unseen prose {np.median(others or [0]):.2f}, shift {shift:.2f}, by prose {by_prose:.2f}")
    return bias + round((min(shift, by_prose) + settings.shift) / UNIT), table


def settings_of(texts):
    """The settings for so many notices among the texts."""
    notices = sum(category is not None for _, category in texts)
    return OF_MANY if notices >= MANY else OF_TWO if notices >= TWO else OF_FEW


def fit(texts, stock, lines_of_background, settings):
    """The bias, and the features of a regression."""
    rows = features([t for t, _ in texts + stock] + lines_of_background) + [(Counter(), 1.0)]
    categories = [category for _, category in texts + stock] + [None] * (len(lines_of_background) + 1)
    y = np.array([category is not None for category in categories], dtype=int)
    notices = sum(category is not None for _, category in texts)
    share = min(settings.background * notices / max(len(lines_of_background), 1), settings.max_share)
    rest = min(settings.background * notices - share * len(lines_of_background), settings.rest * notices)
    weights = np.array([1.0] * len(texts) + [PHRASE_WEIGHT] * len(stock) + [share] * len(lines_of_background) + [rest])
    seen = Counter(feature for counts, _ in rows for feature in counts)
    chosen = {feature for feature, n in seen.items() if n >= MIN_TEXTS}
    while True:
        model, columns = regression(rows, y, weights, chosen, settings)
        speaking = {numbers for numbers in NUMBERS if numbers in columns and model.coef_[0][columns[numbers]] > 0}
        if not speaking:
            break
        chosen -= speaking
    by_category = defaultdict(Counter)
    for (counts, _), category, weight in zip(rows, categories, weights):
        if category:
            for feature in counts:
                by_category[feature][category] += weight
    total = Counter()
    for category, weight in zip(categories, weights):
        if category:
            total[category] += weight
    table = []
    for feature, column in columns.items():
        weight = model.coef_[0][column]
        if abs(weight) >= settings.min_weight:
            category = category_of(by_category[feature], total)
            table.append((round(weight / UNIT), category, feature))
    return round(model.intercept_[0] / UNIT), table


def regression(rows, y, weights, chosen, settings):
    """A logistic regression over the chosen features, and the column of each."""
    columns = {feature: i for i, feature in enumerate(sorted(chosen))}
    model = LogisticRegression(C=settings.strength, solver="liblinear", max_iter=1000, random_state=1)
    return model.fit(matrix(rows, columns), y, sample_weight=weights), columns


def category_of(counts, total):
    """The category in whose texts a feature stands more often than in others."""
    shares = {category: n / total[category] ** LIFT for category, n in counts.items()}
    return max(sorted(shares), key=shares.get) if shares else "boilerplate"


def scores(bias, table, texts):
    """The log-odds of texts by a table, as the program has them."""
    weights = {feature: weight for weight, _, feature in table}
    rows = features(texts)
    return np.array([UNIT * (bias + sum(weights.get(f, 0) * n for f, n in counts.items()) / norm) for counts, norm in rows])


def check(language, texts):
    """Prints how a table of one half of the background does on the other and on texts that it has not seen."""
    bias, table = train(language, [text for text, half in texts if half == 0], prose(language)[::2])
    unseen = [text for text, half in texts if half == 1] + prose(language)[1::2]
    unseen = np.sort(scores(bias, table, unseen))[::-1]
    blind = defaultdict(list)
    for record in lines(BLIND):
        if record["lang"] == language and record.get("half") in ("B", "C", "D", "E"):
            blind[record["half"], record["kind"]].append(record["text"])
    print(f"{language}: {len(table)} features, {len(unseen)} unseen editorial lines")
    found = {key: scores(bias, table, of) for key, of in sorted(blind.items())}
    for share in (0.0003, 0.001, 0.003, 0.01):
        least = unseen[int(share * len(unseen))]
        cells = (f"{half} {kind} {(s > least).sum()}/{len(s)}" for (half, kind), s in found.items())
        print(f"  {share:.2%} of them above {least:5.2f}:", ", ".join(cells))
    for least in (-1, 0, 1, 2, 3):
        cells = (f"{half} {kind} {(s > least).sum()}/{len(s)}" for (half, kind), s in found.items())
        print(f"  above {least}: {(unseen > least).mean():.3%},", ", ".join(cells))


def main():
    """Reads the command line, and trains or checks."""
    is_check = sys.argv[1:2] == ["check"]
    only = sys.argv[2:] if is_check else sys.argv[1:]
    texts = background()
    for path in sorted(TEXTS.glob("*.jsonl")):
        language = path.stem
        if only and language not in only:
            continue
        if is_check:
            check(language, texts[language])
            continue
        bias, table = train(language, [text for text, _ in texts[language]], prose(language))
        head = f"""# Diction of notices in {language}: what words, and pairs of neighbouring words, say for a notice, in hundredths of log-odds.
# One line each: weight TAB category TAB words, folded; "0" is any number, "$" any sign of a currency. The first line is the bias.
# Made by train/diction.sh from texts written for it; more of them (corpus/diction) are worth more than a line changed here.
"""
        body = "".join(f"{weight}\t{category}\t{words}\n" for weight, category, words in sorted(table, key=lambda row: row[2]))
        file = f"{head}{bias}\tbias\n{body}"
        (TABLES / f"{language}.txt").write_text(file, encoding="utf-8")
        print(language, len(table), "features,", hashlib.sha256(file.encode()).hexdigest()[:12])


if __name__ == "__main__":
    main()
