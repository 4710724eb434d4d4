//! `cargo xtask serve | build | test`: from a fresh machine to a page, a bundle or a verdict.
//!
//! Every command goes the same way: look at the machine ([`machine`]), decide what is missing
//! ([`plan`], pure data), get it ([`install`]), then run the one tool that does the work
//! ([`commands`]). Knows tools and processes; knows nothing of what the page does.

mod arguments;
mod browser;
mod commands;
mod debian;
mod install;
mod likeness;
mod machine;
mod names;
mod pack;
mod plan;
mod progress;
mod standard;
mod stylesheet;
mod toolbox;
mod verdict;
mod version;
mod weight;

use std::process::ExitCode;

use anyhow::Result;
use arguments::Command;

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
    match arguments::parse(lexopt::Parser::from_env())? {
        Command::Help => {
            println!("{}", arguments::HELP);
            Ok(())
        }
        Command::Serve(passed_on) => commands::serve(&passed_on),
        Command::Build(passed_on) => commands::build(&passed_on),
        Command::Test => commands::test(),
    }
}
