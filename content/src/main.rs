//! `content build [--root DIR] [--out DIR]`: compiles `lessons/` to the JSON that the page fetches.
//!
//! Trunk runs it before each build. It knows no engine, so it is built and done in seconds; that
//! solutions pass and answers are right is what `cargo xtask content check` finds out.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, bail};
use content::compile::{compile, output};
use lexopt::Arg;

const HELP: &str = "\
content build [--root DIR] [--out DIR]   compile DIR/lessons (here: .) to JSON (here: target/content)";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("content: {reason:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let (mut root, mut out, mut builds) = (PathBuf::from("."), None, false);
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Value(word) if word == "build" => builds = true,
            Arg::Long("root") => root = parser.value()?.into(),
            Arg::Long("out") => out = Some(PathBuf::from(parser.value()?)),
            Arg::Short('h') | Arg::Long("help") => {
                println!("{HELP}");
                return Ok(());
            }
            other => return Err(other.unexpected().into()),
        }
    }
    if !builds {
        bail!("say `content build`\n{HELP}");
    }
    let (content, problems) = compile(&root);
    for problem in &problems {
        eprintln!("{problem}");
    }
    if !problems.is_empty() {
        bail!("{} problems in the lessons", problems.len());
    }
    output::write(&content, &out.unwrap_or_else(|| root.join("target/content")))
}
