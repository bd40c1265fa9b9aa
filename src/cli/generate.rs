//! The manual page and the completions, from the one definition of the options.

use std::io::{self, Write};

use clap::Command;
use clap_complete::Shell;

use super::message::exit_after;

/// What is printed in place of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Generated {
    Man,
    Completions(Shell),
}

/// The values of `--generate`.
pub(super) const KINDS: &[(&str, &str, Generated)] = &[
    ("man", "the manual page, in roff", Generated::Man),
    ("complete-bash", "completions for bash", Generated::Completions(Shell::Bash)),
    ("complete-zsh", "completions for zsh", Generated::Completions(Shell::Zsh)),
    ("complete-fish", "completions for fish", Generated::Completions(Shell::Fish)),
];

/// Prints it to standard output and ends the program.
pub(super) fn print_and_exit(what: Generated, command: Command) -> ! {
    let mut out = io::stdout().lock();
    let written = print(what, command, &mut out).and_then(|()| out.flush());
    exit_after(written)
}

fn print(what: Generated, mut command: Command, out: &mut dyn Write) -> io::Result<()> {
    match what {
        Generated::Man => clap_mangen::Man::new(command).render(out),
        Generated::Completions(shell) => {
            let name = command.get_name().to_owned();
            // The generator writes without a way to fail.
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut command, name, &mut script);
            out.write_all(&script)
        }
    }
}
