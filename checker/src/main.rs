//! `check-content`: checks what the page teaches, makes new content, says what is covered.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Result, bail};
use checker::scaffold::{self, What};
use checker::{Report, coverage};
use lexopt::{Arg, ValueExt as _};

const HELP: &str = "\
check-content check [--root DIR] [--update] [--complete] [PATH…]   check all of DIR/lessons, or what lies in PATH
check-content new lesson|exercise|question ID [--root DIR]         make one that runs; an exercise is LESSON/ID
check-content try DATASET 'Query { … }'                             send requests and print responses and facts
check-content facts                                                list the facts that templates can speak of

--update writes docs/coverage.md. --complete takes topics without lesson, exercise or question as problems.";

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(reason) => {
            eprintln!("check-content: {reason:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<bool> {
    let (mut root, mut update, mut complete) = (PathBuf::from("."), false, false);
    let mut words = Vec::new();
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("root") => root = parser.value()?.into(),
            Arg::Long("update") => update = true,
            Arg::Long("complete") => complete = true,
            Arg::Short('h') | Arg::Long("help") => {
                println!("{HELP}");
                return Ok(true);
            }
            Arg::Value(word) => words.push(word.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        ["check", ref only @ ..] => {
            let only: Vec<String> = only.iter().map(|path| (*path).to_owned()).collect();
            check(&root, &only, update, complete)
        }
        ["new", what, id] => {
            let what = match what {
                "lesson" => What::Lesson,
                "exercise" => What::Exercise,
                "question" => What::Question,
                _ => bail!("there is no {what} to make: say lesson, exercise or question"),
            };
            println!("{}", scaffold::make(&root, what, id)?.display());
            Ok(true)
        }
        ["try", data, requests] => {
            print!("{}", checker::attempt(data, requests)?);
            Ok(true)
        }
        ["facts"] => {
            print!("{}", facts());
            Ok(true)
        }
        _ => bail!("say what to do\n{HELP}"),
    }
}

fn check(root: &std::path::Path, only: &[String], update: bool, complete: bool) -> Result<bool> {
    let start = Instant::now();
    let (content, Report { mut problems, gaps }) = checker::check(root, only);
    if update {
        coverage::update(root, &content)?;
    } else if only.is_empty() && !coverage::is_current(root, &content) {
        problems.push(content::compile::Problem {
            file: coverage::FILE.into(),
            line: 1,
            message: "this table is old: `cargo xtask content check --update` writes it".into(),
        });
    }
    problems.iter().for_each(|problem| println!("{problem}"));
    let exercises: usize = content.lessons.iter().map(|file| file.exercises.len()).sum();
    let questions: usize = content.lessons.iter().map(|file| file.questions.len()).sum();
    if complete {
        gaps.iter().for_each(|gap| println!("lessons/topics.toml:1: {gap}"));
    }
    println!(
        "{} lessons, {exercises} exercises, {questions} questions; {} problems, {} of {} topics with gaps; {:.1} s",
        content.lessons.len(),
        problems.len(),
        gaps.len(),
        content.topics.len(),
        start.elapsed().as_secs_f32()
    );
    Ok(problems.is_empty() && (!complete || gaps.is_empty()))
}

/// The facts as a table of Markdown, as lessons/README.md has it.
fn facts() -> String {
    use content::facts::{DATA_FACTS, GUESS_FACTS, RUN_FACTS};
    let lists = [("", RUN_FACTS), ("data.", DATA_FACTS), ("guess.", GUESS_FACTS)];
    let mut text = String::from("| fact | what it is |\n|---|---|\n");
    for (of, list) in lists {
        for fact in list {
            text.push_str(&format!("| `{of}{}` | {} |\n", fact.name, fact.about));
        }
    }
    text
}
