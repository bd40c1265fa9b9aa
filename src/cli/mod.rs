//! The command line: arguments, inputs, outputs, messages and exit codes.

mod args;
mod crawl_args;
mod definition;
mod folders;
mod generate;
mod input;
mod jobs;
mod journal;
mod message;
mod names;
mod output;
mod outputs;
mod own_files;
mod packer;
#[cfg(feature = "parquet")]
mod parquet;
#[cfg(not(feature = "parquet"))]
#[path = "no_parquet.rs"]
mod parquet;
mod part;
mod progress;
mod render;
mod run;
mod stamp;
mod tally;
mod visible;
mod work;

use std::process::ExitCode;

use args::Settings;
use message::Messages;
use run::Status;

/// Runs the command.
pub(crate) fn main() -> ExitCode {
    // Usage errors, `--help` and `--version` end here.
    let settings = Settings::from_command_line();
    let messages = Messages::new(settings.volume);
    let status = run::run(&settings, &messages).unwrap_or_else(|error| {
        messages.fatal(&error);
        Status::Fatal
    });
    ExitCode::from(status.code())
}
