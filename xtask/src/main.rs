//! `cargo xtask serve | build | test | content | figures | crash`: from a fresh machine to a page, a release,
//! a verdict, a table of measurements, or the count of what is lost when a server is killed.
//!
//! Every command goes the same way: look at the machine ([`machine`]), decide what is missing
//! ([`plan`], pure data), install it ([`install`]), then run the tools that do the work
//! ([`commands`]). Knows tools and processes; knows nothing of what the page does.

mod commands;
mod crash;
mod debian;
mod install;
mod machine;
mod plan;
mod toolbox;
mod version;

use std::ffi::OsString;
use std::process::ExitCode;

use anyhow::{Result, bail};
use lexopt::{Arg, ValueExt as _};

const HELP: &str = "\
cargo xtask serve [trunk's options, such as --port 9000]   serve the page while you work on it
cargo xtask build [trunk's options]                        write a release to dist/
cargo xtask test                                           run every test
cargo xtask content check [--update] [PATH]...             play every lesson, exercise and question
cargo xtask content new lesson|exercise|question ID        make one that runs, to begin with
cargo xtask content build                                  compile lessons/ to target/content/, as Trunk does
cargo xtask crash [--rounds N] [--dist DIR]                kill renderer and browser, count lost writes
cargo xtask figures [--dist DIR]... [--runs N]             measure releases (dist/ if none is named)
cargo xtask crash endpoint [--rounds N]                    kill the endpoint 1,000 times while it writes

Each first installs what it needs and says so; what is there already is used as it is.";

/// One command, with the options that it hands on.
#[derive(Debug, PartialEq, Eq)]
enum Command {
    Help,
    Serve(Vec<OsString>),
    Build(Vec<OsString>),
    Test,
    Content(Vec<OsString>),
    Figures(Vec<OsString>),
    Crash(Vec<OsString>),
    CrashEndpoint { rounds: usize },
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("xtask: {reason:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    match parse(lexopt::Parser::from_env())? {
        Command::Help => {
            println!("{HELP}");
            Ok(())
        }
        Command::Serve(passed_on) => commands::serve(&passed_on),
        Command::Build(passed_on) => commands::build(&passed_on),
        Command::Test => commands::test(),
        Command::Content(words) => commands::content(&words),
        Command::Figures(options) => commands::measure("figures", &options),
        Command::Crash(options) => commands::measure("crash", &options),
        Command::CrashEndpoint { rounds } => commands::crash_endpoint(rounds),
    }
}

/// Reads the command line. What follows `serve` and `build` is Trunk's to understand.
fn parse(mut parser: lexopt::Parser) -> Result<Command> {
    let name = match parser.next()? {
        None | Some(Arg::Short('h') | Arg::Long("help")) => return Ok(Command::Help),
        Some(Arg::Value(name)) => name,
        Some(other) => return Err(other.unexpected().into()),
    };
    if name == "figures" {
        return measuring(parser, "--runs").map(Command::Figures);
    }
    if name == "crash" {
        let endpoint = parser.raw_args()?.next_if(|word| word == "endpoint").is_some();
        return match endpoint {
            true => crash_endpoint(parser),
            false => measuring(parser, "--rounds").map(Command::Crash),
        };
    }
    let rest: Vec<OsString> = parser.raw_args()?.collect();
    match name.to_str() {
        Some("help") => Ok(Command::Help),
        Some("serve") => Ok(Command::Serve(rest)),
        Some("build") => Ok(Command::Build(rest)),
        Some("test") if rest.is_empty() => Ok(Command::Test),
        Some("content") => Ok(Command::Content(rest)),
        Some("test") => bail!("`cargo xtask test` runs everything and takes no options"),
        _ => bail!("there is no command {name:?}; `cargo xtask help` lists what there is"),
    }
}

/// Makes the folders absolute: what measures them runs in the folder of the checkout. `often` is the
/// option that says how often.
fn measuring(mut parser: lexopt::Parser, often: &str) -> Result<Vec<OsString>> {
    let mut options: Vec<OsString> = Vec::new();
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("dist") => {
                let folder = std::path::absolute(parser.value()?)?;
                options.extend(["--dist".into(), folder.into()]);
            }
            Arg::Long(name) if often.strip_prefix("--") == Some(name) => {
                options.extend([often.into(), parser.value()?]);
            }
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(options)
}

fn crash_endpoint(mut parser: lexopt::Parser) -> Result<Command> {
    let mut rounds = 1000;
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("rounds") => rounds = parser.value()?.parse()?,
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Command::CrashEndpoint { rounds })
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
    fn folders_to_be_measured_are_made_absolute() {
        let here = std::env::current_dir().unwrap();
        let Command::Figures(options) = read(&["figures", "--dist=old", "--runs", "5"]).unwrap()
        else {
            panic!("another command was read");
        };
        let expected: [OsString; 4] =
            ["--dist".into(), here.join("old").into(), "--runs".into(), "5".into()];
        assert_eq!(options, expected);
    }

    #[test]
    fn what_is_to_be_done_with_content_is_handed_on() {
        let expected = ["check", "lessons/read-units"].map(OsString::from).to_vec();
        let command = read(&["content", "check", "lessons/read-units"]).unwrap();
        assert_eq!(command, Command::Content(expected));
    }

    #[test]
    fn the_page_or_the_endpoint_is_killed() {
        let expected = Command::CrashEndpoint { rounds: 7 };
        assert_eq!(read(&["crash", "endpoint", "--rounds", "7"]).unwrap(), expected);
        assert!(matches!(read(&["crash", "--rounds", "7"]).unwrap(), Command::Crash(_)));
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
