//! The manual page and the completions, from the one definition of the options.

use std::io::{self, Write};

use clap::Command;
use clap_complete::Shell;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, roman};

use super::definition::{EXAMPLES, EXIT_STATUS};
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
        Generated::Man => manual(command, out),
        Generated::Completions(shell) => {
            let name = command.get_name().to_owned();
            // The generator writes without a way to fail.
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut command, name, &mut script);
            // With two colons, zsh takes what follows the first file for files alone, and completes no options.
            let script = String::from_utf8_lossy(&script).replace("'*::input ", "'*:input ");
            out.write_all(script.as_bytes())
        }
    }
}

/// The manual page. The generator's own has the names of all options for a synopsis, and fills examples as text.
fn manual(command: Command, out: &mut dyn Write) -> io::Result<()> {
    let man = Man::new(command.override_usage("dechaff [OPTION]... [INPUT]..."));
    man.render_title(out)?;
    man.render_name_section(out)?;
    man.render_synopsis_section(out)?;
    man.render_description_section(out)?;
    man.render_options_section(out)?;
    let mut own = Roff::new();
    own.control("SH", ["EXIT STATUS"]).text([roman(EXIT_STATUS)]);
    own.control("SH", ["EXAMPLES"]).control("nf", []);
    EXAMPLES.lines().for_each(|line| {
        own.text([roman(line.trim_start())]);
    });
    own.control("fi", []).to_writer(out)?;
    man.render_version_section(out)
}
