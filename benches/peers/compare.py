"""Prints how fast dechaff and its peers get the text out of the same pages, in one run, all in turns.

    ./run [--step N] [--rounds N]

installs the peers and runs this. Speeds are in processor time of one core; medians of the rounds,
with the least and the most.
"""

import argparse
import pathlib
import re
import statistics
import subprocess
import tempfile

import startup
from readers import readers

# Name, set, step and form; the step of the large set is an option.
SETS = [
    ("fundus-dev", "fundus-dev", 1, "whole"),
    ("wcxb-dev", "wcxb-dev", None, "whole"),
    ("wcxb-dev without scripts and styles", "wcxb-dev", None, "bare"),
]
# Callgrind makes programs fifty times as slow.
COUNTED_PAGES = 12


def measure(readers, folder, rounds):
    """The pages of a folder, their bytes, and for each reader its speeds in MB/s by round."""
    sizes = [reader.load(folder) for reader in readers]
    count, length = sizes[0]
    assert all(size == sizes[0] for size in sizes)
    lengths = [path.stat().st_size for path in sorted(folder.iterdir())]
    read = {reader.name: length - sum(lengths[n] for n in reader.skipped) for reader in readers}
    speeds = {reader.name: [] for reader in readers}
    for _ in range(rounds):
        for reader in readers:
            speeds[reader.name].append(read[reader.name] / 1e6 / reader.seconds())
    for reader in readers:
        reader.stop()
    return count, length, speeds


def cell(speeds, ours, mean_length):
    median = statistics.median(speeds)
    # Round by round, so that a machine that is busy for a while slows both.
    ratio = statistics.median(mine / other for mine, other in zip(ours, speeds))
    pages = median * 1e6 / mean_length
    return f"{median:.1f} ({min(speeds):.1f}–{max(speeds):.1f}), {pages:.0f} pages/s, {ratio:.2f} x"


def instructions(binary, reader, folder):
    """Instructions a byte, counted by callgrind; `None` of a program that is not one of Rust."""
    if binary not in reader.command:
        return None
    with tempfile.NamedTemporaryFile() as out:
        command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out.name}", "--collect-atstart=no"]
        command += ["--toggle-collect=dechaff_peers::measured", binary, "count", reader.name, folder]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stderr
    length = sum(path.stat().st_size for path in folder.iterdir())
    return int(re.search(r"Collected : (\d+)", told)[1]) / length


def few_pages(folder, to):
    """A folder of some of another's pages."""
    to.mkdir()
    paths = sorted(folder.iterdir())
    for path in paths[:: len(paths) // COUNTED_PAGES][:COUNTED_PAGES]:
        (to / path.name).symlink_to(path)
    return to


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=pathlib.Path, required=True, help="where ./run built the peers")
    parser.add_argument("--bin", type=pathlib.Path, required=True)
    parser.add_argument("--sets", type=pathlib.Path, required=True)
    parser.add_argument("--step", type=int, default=5, help="every so many pages of wcxb-dev")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds-a-page", type=float, default=5, help="a page that takes longer, or 4 GB, is left out")
    parser.add_argument("--no-counts", action="store_true", help="without the instructions, which take longest")
    given = parser.parse_args()
    programs = readers(given.folder, given.seconds_a_page)
    binary = given.folder / "build/release/dechaff-peers"
    rows = {program.name: [] for program in programs}
    heads, notes = [], []
    with tempfile.TemporaryDirectory() as scratch:
        folders = []
        for number, (title, name, step, form) in enumerate(SETS):
            folder = pathlib.Path(scratch, str(number))
            subprocess.run([binary, "pages", given.sets / name / "pages", str(step or given.step), form, folder], check=True)
            folders.append(folder)
            count, length, speeds = measure(programs, folder, given.rounds)
            heads.append(f"{title}: {count} pages, {length / 1e6:.1f} MB")
            for program in programs:
                rows[program.name].append(cell(speeds[program.name], speeds[programs[0].name], length / count))
                if program.skipped:
                    notes.append(f"{program.name}: {len(program.skipped)} of the pages of {title} left out, which take more than {given.seconds_a_page:g} s or 4 GB.")
        if not given.no_counts:
            heads.append("instructions a byte")
            few = few_pages(folders[0], pathlib.Path(scratch, "few"))
            for program in programs:
                counted = instructions(binary, program, few)
                rows[program.name].append(f"{counted:.0f}" if counted else "")
        print(f"| MB/s of one core (least–most), pages/s, dechaff is faster by | {' | '.join(heads)} |")
        print("|---|" + "---|" * len(heads))
        for name, cells in rows.items():
            print(f"| {name} | {' | '.join(cells)} |")
        print(f"\nMedians of {given.rounds} rounds in turns. " + " ".join(notes))
        print()
        trafilatura = given.folder / "venv/bin/trafilatura"
        startup.compare(startup.median_page(folders[0]), [("dechaff", [given.bin], 40), ("trafilatura", [trafilatura], 8)])


if __name__ == "__main__":
    main()
