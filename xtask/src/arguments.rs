//! The command line as a value. Knows nothing of what the commands do.

use std::ffi::OsString;

use anyhow::{Result, bail};
use lexopt::Arg;

/// What `--help` prints.
pub const HELP: &str = "\
cargo xtask serve [trunk's options, such as --port 9000]   open the page while you work on it
cargo xtask build [trunk's options]                        make dist/, for any folder of any static host
cargo xtask test                                           run every test

Each first gets what it needs and says so; what is there already is used as it is.";

/// One command, with what it hands on to Trunk.
#[derive(Debug, PartialEq, Eq)]
pub enum Command {
    /// Print the commands.
    Help,
    /// Serve the page for development.
    Serve(Vec<OsString>),
    /// Make the static bundle.
    Build(Vec<OsString>),
    /// Run every test.
    Test,
}

/// Reads the command line; what follows `serve` and `build` is Trunk's to understand.
pub fn parse(mut parser: lexopt::Parser) -> Result<Command> {
    let Some(first) = parser.next()? else { return Ok(Command::Help) };
    let Arg::Value(name) = first else { return unless_help(first) };
    let rest: Vec<OsString> = parser.raw_args()?.collect();
    match (name.to_str(), rest.is_empty()) {
        (Some("serve"), _) => Ok(Command::Serve(rest)),
        (Some("build"), _) => Ok(Command::Build(rest)),
        (Some("test"), true) => Ok(Command::Test),
        (Some("test"), false) => bail!("`cargo xtask test` runs everything and takes no options"),
        (Some("help"), _) => Ok(Command::Help),
        _ => bail!("there is no command {name:?}; `cargo xtask help` lists what there is"),
    }
}

fn unless_help(first: Arg<'_>) -> Result<Command> {
    match first {
        Arg::Short('h') | Arg::Long("help") => Ok(Command::Help),
        other => Err(other.unexpected().into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &[&str]) -> Result<Command> {
        parse(lexopt::Parser::from_args(words))
    }

    #[test]
    fn options_after_serve_go_to_trunk_untouched() {
        let expected = ["--port", "9000", "--open"].map(OsString::from).to_vec();
        assert_eq!(read(&["serve", "--port", "9000", "--open"]).unwrap(), Command::Serve(expected));
    }

    #[test]
    fn no_command_and_help_both_print_the_commands() {
        assert_eq!(read(&[]).unwrap(), Command::Help);
        assert_eq!(read(&["--help"]).unwrap(), Command::Help);
    }

    #[test]
    fn an_unknown_command_is_named_in_the_sentence() {
        assert!(read(&["tset"]).unwrap_err().to_string().contains("tset"));
        assert!(read(&["test", "--fast"]).is_err());
    }
}
