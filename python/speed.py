"""Pages a second of a core of dechaff and of others on one archive, in one run, all in turns.

    benches/peers/run crawls [--step N] [--rounds N] [PAGES...]

installs what it needs and runs this. PAGES are files of HTML, gzip or not; without any, those of
../shared/sets. Times are user and system time of the processor, start of the program included; medians
of the rounds, with the least and the most.
"""

import argparse
import gzip
import io
import pathlib
import re
import resource
import statistics
import subprocess
import tempfile

import fastwarc
import resiliparse.extract.html2text
import trafilatura
from resiliparse.parse.html import HTMLTree
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

import dechaff

SETS = pathlib.Path(__file__).parents[2] / "shared/sets"
# A month of Common Crawl in 2024 and 2025, in round numbers, and a core of a machine for rent.
MONTHLY_PAGES = 2.5e9
DOLLARS_AN_HOUR = 0.04


def write(path, pages, is_packed):
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=is_packed)
        for number, page in enumerate(pages):
            head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            url = f"http://a.example/{number}"
            writer.write_record(writer.create_warc_record(url, "response", payload=io.BytesIO(page), http_headers=head))


def by_command(binary, path, *options):
    return lambda: subprocess.run([binary, "-q", *options, path, "-o", "/dev/null"], check=False)


def by_package(path):
    for document in dechaff.read_warc(path):
        document.text


def by_trafilatura(path):
    with path.open("rb") as file:
        for record in ArchiveIterator(file):
            if record.rec_type == "response":
                trafilatura.extract(record.content_stream().read())


def by_resiliparse(path):
    for record in fastwarc.ArchiveIterator(str(path), record_types=fastwarc.WarcRecordType.response):
        tree = HTMLTree.parse_from_bytes(record.reader.read())
        resiliparse.extract.html2text.extract_plain_text(tree, main_content=True)


def seconds(program):
    """The processor's time of this process and of those that it starts."""
    began = processor()
    program()
    return processor() - began


def processor():
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def in_turns(programs, rounds):
    """The seconds of each program by round."""
    times = {name: [] for name in programs}
    for _ in range(rounds):
        for name, program in programs.items():
            times[name].append(seconds(program))
    return times


def compare(binary, paths, count, rounds):
    """The table of pages a second, and the seconds of each program on the compressed archive."""
    times = []
    for path in paths:
        programs = {
            "dechaff --jobs 1": by_command(binary, path, "-j1"),
            "dechaff --jobs 2": by_command(binary, path, "-j2"),
            "dechaff, Python": lambda path=path: by_package(path),
            "fastwarc + resiliparse": lambda path=path: by_resiliparse(path),
            "warcio + trafilatura": lambda path=path: by_trafilatura(path),
        }
        times.append(in_turns(programs, rounds))
    print("| pages/s of one core (least–most), dechaff --jobs 1 is faster by | compressed | uncompressed |")
    print("|---|---|---|")
    for name in times[0]:
        print(f"| {name} | {' | '.join(cell(of[name], of['dechaff --jobs 1'], count) for of in times)} |")
    return {name: statistics.median(of) for name, of in times[0].items()}


def cell(times, ours, count):
    rates = sorted(count / time for time in times)
    # Round by round, so that a machine that is busy for a while slows both.
    ratio = statistics.median(other / mine for other, mine in zip(times, ours))
    return f"{statistics.median(rates):.0f} ({rates[0]:.0f}–{rates[-1]:.0f}), {ratio:.2f} x"


def arithmetic(times, count):
    """What a month of Common Crawl comes to."""
    print(f"\n| {MONTHLY_PAGES / 1e9} billion pages | pages/s of one core | core-hours | at {DOLLARS_AN_HOUR} USD an hour |")
    print("|---|---|---|---|")
    for name in ("dechaff --jobs 1", "fastwarc + resiliparse", "warcio + trafilatura"):
        hours = MONTHLY_PAGES * times[name] / count / 3600
        print(f"| {name} | {count / times[name]:.0f} | {hours:,.0f} | {hours * DOLLARS_AN_HOUR:,.0f} USD |")


def instructions(binary, path, *options):
    command = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]
    command += [binary, "-q", "-j1", "--to", "json", *options, path, "-o", "/dev/null"]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stderr
    return int(re.search(r"I +refs: +([\d,]+)", told)[1].replace(",", ""))


def shares(binary, packed, plain):
    """Where the work of a run from a compressed archive to JSON goes: differences of runs that do less.

    In instructions, as the smaller shares are lost in the noise of times."""
    # No page is of this type, so that records are read and passed over; and none in this language.
    records = instructions(binary, packed, "--mime", "none/none")
    from_plain = instructions(binary, plain, "--mime", "none/none")
    unwritten = instructions(binary, packed, "--only-language", "none")
    whole = instructions(binary, packed)
    parts = {
        "decompression": records - from_plain,
        "reading of records": from_plain,
        "extraction": unwritten - records,
        "writing": whole - unwritten,
    }
    print(f"\nOf {whole / 1e6:.0f} million instructions from a compressed archive to JSON with --jobs 1:")
    print("; ".join(f"{name} {100 * part / whole:.1f} %" for name, part in parts.items()))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True)
    parser.add_argument("--step", type=int, default=5, help="every so many pages")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("pages", nargs="*", type=pathlib.Path)
    given = parser.parse_args()
    paths = (given.pages or sorted(SETS.glob("*/pages/*.gz")))[:: given.step]
    pages = [gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes() for path in paths]
    print(f"{len(pages)} pages, {sum(map(len, pages)) / 1e6:.1f} MB; {given.rounds} rounds in turns\n")
    with tempfile.TemporaryDirectory() as folder:
        packed, plain = pathlib.Path(folder, "all.warc.gz"), pathlib.Path(folder, "all.warc")
        write(packed, pages, True)
        write(plain, pages, False)
        times = compare(given.bin, (packed, plain), len(pages), given.rounds)
        arithmetic(times, len(pages))
        # Valgrind makes programs fifty times as slow.
        write(packed, pages[::8], True)
        write(plain, pages[::8], False)
        shares(given.bin, packed, plain)


if __name__ == "__main__":
    main()
