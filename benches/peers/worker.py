"""The Python programs, one a process, told what to read as serve.rs is: `worker.py READER`."""

import pathlib
import sys
import time


def resiliparse():
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    # Taken for UTF-8: to detect the encoding would cost it more.
    return lambda page: extract_plain_text(HTMLTree.parse_from_bytes(page), main_content=True)


def trafilatura():
    import trafilatura

    return trafilatura.extract


READERS = {"resiliparse": resiliparse, "trafilatura": trafilatura}


def main():
    read = READERS[sys.argv[1]]()
    pages = []
    for line in sys.stdin:
        request, _, rest = line.strip().partition(" ")
        if request == "load":
            pages = [path.read_bytes() for path in sorted(pathlib.Path(rest).iterdir())]
            print(len(pages), sum(map(len, pages)), flush=True)
        elif request == "each":
            for number in range(int(rest), len(pages)):
                read(pages[number])
                print(number, flush=True)
        elif request == "all":
            skipped = {int(number) for number in rest.split(",") if number}
            wanted = [page for number, page in enumerate(pages) if number not in skipped]
            began = time.process_time()
            for page in wanted:
                read(page)
            print(time.process_time() - began, flush=True)


if __name__ == "__main__":
    main()
