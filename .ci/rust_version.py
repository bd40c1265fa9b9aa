"""Fails when a dependency needs a newer Rust than Cargo.toml states. Reads `cargo metadata`."""

import json
import sys


def version(text):
    """1.88 and 1.88.0 as the same tuple."""
    return (*map(int, (text or "0").split(".")), 0, 0)[:3]


metadata = json.load(sys.stdin)
packages = {package["id"]: package for package in metadata["packages"]}
nodes = {node["id"]: node for node in metadata["resolve"]["nodes"]}
root = metadata["resolve"]["root"]

# What the crate itself is built with: normal and build dependencies, not those of its tests.
needed, todo = set(), [root]
while todo:
    for dependency in nodes[todo.pop()]["deps"]:
        kinds = {kind["kind"] for kind in dependency["dep_kinds"]}
        if kinds & {None, "build"} and dependency["pkg"] not in needed:
            needed.add(dependency["pkg"])
            todo.append(dependency["pkg"])

stated = packages[root]["rust_version"]
newest = max((packages[id] for id in needed), key=lambda package: version(package["rust_version"]))
print(f"stated {stated}, newest of {len(needed)} dependencies {newest['rust_version']} ({newest['name']})")
if version(newest["rust_version"]) > version(stated):
    sys.exit("Cargo.toml: rust-version is older than a dependency's")
