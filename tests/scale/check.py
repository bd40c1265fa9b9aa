"""A large damaged crawl under a limit of address space: every count right, every neighbour of damage
whole, one thread with --jobs 1, and the same output after a kill and --resume.

    cargo build --release && python3 tests/scale/check.py --gigabytes 5

Needs nothing but Python; 5 GB take about 4 GB of disk.
"""

import argparse
import hashlib
import json
import pathlib
import random
import resource
import subprocess
import tempfile
import time

import archives

ADDRESS_SPACE = 1 << 30
# A page of a crawl is cut at 1 or 5 MiB by those who fetch it.
OPTIONS = ["--to", "json", "--max-bytes", "16M"]


def limit():
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))


def start(binary, *arguments):
    command = [binary, *OPTIONS, *map(str, arguments)]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, preexec_fn=limit)


def expected_texts(binary, folder):
    """The text of each page alone."""
    texts = []
    for page in archives.pages():
        path = folder / "page.html"
        path.write_bytes(page)
        texts.append(json.loads(subprocess.check_output([binary, "-t", "json", path]))["text"])
    return texts


def check_records(path, crawl, texts):
    at = 0
    with path.open() as file:
        for line in file:
            record = json.loads(line)
            if "error" in record:
                assert record["error"] == "damaged record", record
                continue
            name, page, is_cut = crawl.written[at]
            at += 1
            assert record["source"].endswith("#" + name), (record["source"], name)
            warnings = set(record["warnings"]) & {"truncated", "too_large"}
            assert bool(warnings) == is_cut, (name, record["warnings"])
            assert is_cut or record["text"] == texts[page], name
    assert at == len(crawl.written)


def digest(path):
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def peak(process):
    """Waits, and gives the most memory and threads that were seen, and the last message."""
    memory, threads = 0, 0
    status = pathlib.Path(f"/proc/{process.pid}/status")
    while process.poll() is None:
        try:
            fields = dict(line.split(":", 1) for line in status.read_text().splitlines())
            memory = max(memory, int(fields["VmPeak"].split()[0]))
            threads = max(threads, int(fields["Threads"]))
        except (OSError, KeyError, ValueError):
            pass
        time.sleep(0.05)
    return memory, threads, process.stderr.read()


def assert_counts(message, crawl):
    """The last line counts all; those before it name the archives that are damaged."""
    last = message.strip().splitlines()[-1]
    assert last.startswith(f"dechaff: {crawl.summary()};"), f"expected {crawl.summary()}"


def crawl_with(binary, folder, paths, crawl, jobs):
    """The output of a whole run, and its seconds."""
    out = folder / f"{jobs}.jsonl"
    began = time.monotonic()
    memory, threads, message = peak(start(binary, "--jobs", jobs, "-o", out, *paths))
    print(f"--jobs {jobs}: {threads} threads, {memory / 1e3:.0f} MB of address space\n  {message.strip()}", flush=True)
    assert_counts(message, crawl)
    assert jobs > 1 or threads == 1
    return out, time.monotonic() - began


def crawl_with_kills(binary, folder, paths, crawl, seconds):
    out = folder / "killed.jsonl"
    for share in (random.uniform(0.1, 0.5), random.uniform(0.1, 0.5)):
        process = start(binary, "--resume", "-o", out, *paths)
        time.sleep(share * seconds)
        process.kill()
        process.wait()
    message = start(binary, "--resume", "-o", out, *paths).communicate()[1]
    print(f"killed twice and resumed\n  {message.strip()}", flush=True)
    assert_counts(message, crawl)
    return out


def run(binary, folder, raw_len, jobs):
    began = time.monotonic()
    paths, crawl = archives.make(folder, raw_len)
    packed_len = sum(path.stat().st_size for path in paths)
    took = time.monotonic() - began
    print(f"{raw_len / 1e9:.1f} GB of records in {packed_len / 1e9:.1f} GB of files, {took:.0f} s", flush=True)
    out, seconds = crawl_with(binary, folder, paths, crawl, jobs or 2)
    check_records(out, crawl, expected_texts(binary, folder))
    if jobs:
        print(f"records as expected, {seconds:.0f} s")
        return
    whole = digest(out)
    assert digest(crawl_with_kills(binary, folder, paths, crawl, seconds)) == whole
    assert digest(crawl_with(binary, folder, paths, crawl, 1)[0]) == whole
    print("all as expected")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gigabytes", type=float, default=0.2)
    parser.add_argument("--bin", default=archives.ROOT / "target/release/dechaff")
    parser.add_argument("--folder", help="where the archives are made; a temporary folder if not given")
    parser.add_argument("--jobs", type=int, help="one run with so many jobs, and nothing else")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        run(given.bin, pathlib.Path(folder), int(given.gigabytes * 1e9), given.jobs)


if __name__ == "__main__":
    main()
