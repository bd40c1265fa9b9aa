"""Readers in processes of their own: the Rust ones of `src/serve.rs`, the Python ones of `worker.py`."""

import pathlib
import resource
import select
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
# One of them takes all memory for some pages.
ADDRESS_SPACE = 4 << 30


def limit():
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))


class Reader:
    """A program, started when it is needed, and the pages that it does not get through."""

    def __init__(self, name, command, seconds_a_page):
        self.name = name
        self.command = command
        self.seconds_a_page = seconds_a_page
        self.process = None
        self.skipped = []

    def start(self):
        # Without a buffer, as `select` does not see the lines in one.
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(self.command, bufsize=0, preexec_fn=limit, **pipes)

    def ask(self, request):
        self.process.stdin.write(f"{request}\n".encode())

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.name} ended")
        return line

    def stop(self):
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None

    def load(self, folder):
        """Reads each page once, and notes those that take too long or kill it; the number of pages and their bytes."""
        self.stop()
        self.skipped = []
        count, done = 1, 0
        while done < count:
            if not self.process:
                self.start()
                self.ask(f"load {folder}")
                count, length = map(int, self.answer().split())
                self.ask(f"each {done}")
            is_told = select.select([self.process.stdout], [], [], self.seconds_a_page)[0]
            if not is_told or not self.process.stdout.readline():
                self.skipped.append(done)
                self.stop()
            done += 1
        return count, length

    def seconds(self):
        """The processor's seconds for all pages but those skipped."""
        self.ask("all " + ",".join(map(str, self.skipped)))
        return float(self.answer())


def readers(folder, seconds_a_page):
    """All readers, dechaff first."""
    binary = folder / "build/release/dechaff-peers"
    names = subprocess.check_output([binary, "names"], text=True).splitlines()
    commands = [(name, [binary, "serve", name]) for name in names]
    commands += [(name, [sys.executable, HERE / "worker.py", name]) for name in ("resiliparse", "trafilatura")]
    return [Reader(name, command, seconds_a_page) for name, command in commands]
