"""One page through a command, from its start to its end."""

import os
import re
import statistics
import subprocess
import tempfile
import time


def median_page(folder):
    paths = sorted(folder.iterdir(), key=lambda path: path.stat().st_size)
    return paths[len(paths) // 2]


def once(command, page):
    """Seconds by the clock and of the processor."""
    with page.open("rb") as stdin:
        began = time.perf_counter()
        child = subprocess.Popen(command, stdin=stdin, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        took = time.perf_counter() - began
    child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode == 0, command
    return took, usage.ru_utime + usage.ru_stime


def instructions(command, page):
    with page.open("rb") as stdin, tempfile.NamedTemporaryFile() as out:
        counter = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out.name}"]
        told = subprocess.run([*counter, *command], stdin=stdin, check=True, capture_output=True, text=True).stderr
    return int(re.search(r"Collected : (\d+)", told)[1])


def spread(seconds):
    of = [1000 * value for value in seconds]
    return f"{statistics.median(of):.1f} ({min(of):.1f}–{max(of):.1f})"


def compare(page, programs):
    """A table of programs: their names, commands and how often they run."""
    times = {name: [] for name, _, _ in programs}
    most = max(count for _, _, count in programs)
    for turn in range(most):
        for name, command, count in programs:
            if turn % (most // count) == 0:
                times[name].append(once(command, page))
    length = page.stat().st_size
    print(f"| one page of {length / 1e3:.0f} kB through the command | ms by the clock (least–most) | ms of the processor | million instructions |")
    print("|---|---|---|---|")
    for name, command, _ in programs:
        clock, processor = zip(*times[name])
        # Of the Rust program alone: callgrind takes minutes for the other.
        counted = f"{instructions(command, page) / 1e6:.1f}" if name == "dechaff" else ""
        print(f"| {name} | {spread(clock)} | {spread(processor)} | {counted} |")
