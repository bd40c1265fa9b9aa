"""The model file from a LightGBM booster."""

import numpy as np

# Leaves are sums of hundreds of trees: five digits are more than their training noise.
LEAF_DIGITS = 5


def float32_at_most(value):
    """The largest 32-bit float not above `value`: comparisons of 32-bit floats stay the same."""
    rounded = np.float32(value)
    return rounded if float(rounded) <= value else np.nextafter(rounded, np.float32(-np.inf))


def number(value):
    """The shortest text that reads back as the 32-bit float `value`."""
    text = np.format_float_positional(np.float32(value), unique=True, trim="-")
    return "0" if text == "-0" else text


def tree_text(node, index):
    """A tree of LightGBM's dump in preorder."""
    out, stack = [], [node]
    while stack:
        node = stack.pop()
        if "leaf_value" in node:
            out.append(f"{node['leaf_value']:.{LEAF_DIGITS}g}")
            continue
        threshold = number(float32_at_most(node["threshold"]))
        out.append(f"{index[node['split_feature']]}<={threshold}")
        stack += [node["right_child"], node["left_child"]]
    return " ".join(out)


def model_text(booster, names, header):
    """The model file: `header` lines, the features that some tree uses, the trees."""
    trees = [tree["tree_structure"] for tree in booster.dump_model()["tree_info"]]
    used = [i for i, count in enumerate(booster.feature_importance("split")) if count]
    index = {feature: at for at, feature in enumerate(used)}
    lines = [f"# {line}" for line in header]
    lines += [f"feature {names[feature]}" for feature in used]
    lines += [f"tree {tree_text(tree, index)}" for tree in trees]
    return "\n".join(lines) + "\n"
