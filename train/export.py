"""The model file from a CatBoost model of symmetric trees."""

import json
import os
import tempfile

import numpy as np

# Leaves are whole numbers of this: their rounding moves a probability by less than .001.
UNIT = 1e-4


def number(value):
    """The shortest text that reads back as the 32-bit float `value`."""
    text = np.format_float_positional(np.float32(value), unique=True, trim="-")
    return "0" if text == "-0" else text


def sixteen_bits(leaf):
    """Four hexadecimal digits, in two's complement."""
    assert -(1 << 15) <= leaf < 1 << 15, leaf
    return f"{leaf & 0xFFFF:04x}"


def dump(model):
    """CatBoost's own description of the model."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "model.json")
        model.save_model(path, format="json")
        with open(path, encoding="utf-8") as file:
            return json.load(file)


def model_text(model, early, names, header):
    """The model file: `header` lines, the features that some tree reads with the borders that
    some question asks for, the filter and the trees."""
    found = dump(model)
    trees = found["oblivious_trees"]
    borders = {}
    for tree in trees:
        for split in tree["splits"]:
            borders.setdefault(split["float_feature_index"], set()).add(np.float32(split["border"]))
    used = sorted(borders)
    slot = {feature: at for at, feature in enumerate(used)}
    ordered = {feature: sorted(borders[feature]) for feature in used}
    code = {(f, b): at for f in used for at, b in enumerate(ordered[f])}
    scale, (bias,) = found["scale_and_bias"]
    lines = [f"# {line}" for line in header]
    lines += [f"unit {UNIT}", f"bias {round(bias / UNIT)}"]
    lines.append(f"early {early.trees} {round(early.below / UNIT)} {early.factor}")
    lines += [f"feature {names[f]} " + " ".join(number(b) for b in ordered[f]) for f in used]
    for tree in trees:
        splits = [(s["float_feature_index"], np.float32(s["border"])) for s in tree["splits"]]
        questions = " ".join(f"{slot[f]}>{code[f, b]}" for f, b in splits)
        leaves = "".join(sixteen_bits(round(scale * leaf / UNIT)) for leaf in tree["leaf_values"])
        lines.append(f"tree {questions}:{leaves}")
    return "\n".join(lines) + "\n"
