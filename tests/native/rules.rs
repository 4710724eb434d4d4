//! Every rule, broken by a request: the service's sentence, the rule with what it is about, and the
//! advice that the page gives.
//!
//! The scripts in `tests/native/rules` have the form of those that [`crate::scripts`] plays, with
//! the same directives. Every one begins with the medical dataset. Of a request that succeeds
//! `done` is shown. `GetItem for 1..100` is sent so often, but not again once it was refused. A
//! block `in another transaction Table {key}` says that a transaction has not ended. `«NOT ×101»` in
//! a request is `NOT ` 101 times.
//!
//! A rule that no script breaks fails the test, as does a sentence, a rule or advice that changes.
//! After a change that is meant: `UPDATE_SCRIPTS=1 cargo test --test native rules`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use dynamodb_playground::api::json::item_from_json;
use dynamodb_playground::api::{ApiError, Request, Response, Rule, Session};
use dynamodb_playground::datasets::{DatasetId, Loader, Recipe, Size};
use dynamodb_playground::engine::{Clock, Operation};
use dynamodb_playground::model::TableName;
use dynamodb_playground::ui::model::advice::advice;

use crate::scripts::{ITERATOR, LONG_RUN, NOON, direct, expand, iterator_in};

#[test]
fn every_rule_is_broken_and_has_its_advice() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/native/rules");
    let mut scripts: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    scripts.sort();
    let mut broken = BTreeSet::new();
    for script in scripts {
        play(&script, &mut broken);
    }
    let kept: Vec<&Rule> = Rule::ALL.iter().filter(|rule| !broken.contains(*rule)).collect();
    assert!(kept.is_empty(), "no script breaks {kept:?}");
}

fn play(script: &Path, broken: &mut BTreeSet<Rule>) {
    let written = fs::read_to_string(script).unwrap();
    let mut player = Player::new();
    let blocks = written.trim_end().split("\n\n").map(|block| player.replay(block, broken));
    let played = blocks.collect::<Vec<_>>().join("\n\n") + "\n";
    if std::env::var_os("UPDATE_SCRIPTS").is_some() {
        fs::write(script, played).unwrap();
        return;
    }
    let name = script.display();
    for (line, (is, was)) in played.lines().zip(written.lines()).enumerate() {
        assert_eq!(is, was, "{name}, line {}", line + 1);
    }
    assert_eq!(played, written, "{name} ends differently");
}

struct Player {
    session: Session,
    iterator: String,
}

impl Player {
    fn new() -> Self {
        let mut session = Session::new(Clock::fixed(NOON));
        let mut loader = Loader::new(Recipe::new(DatasetId::Medical, Size::Article));
        while !loader.step(&mut session, 1_000).unwrap().is_complete() {}
        Self { session, iterator: String::new() }
    }

    /// The block with what its request is answered now.
    fn replay(&mut self, block: &str, broken: &mut BTreeSet<Rule>) -> String {
        let is_prose = |line: &str| line.starts_with('#');
        if block.lines().all(is_prose) || direct(block, &mut self.session) {
            return block.to_owned();
        }
        if let Some(item) = block.strip_prefix("in another transaction ") {
            let (table, key) = item.split_once(' ').unwrap();
            let key = item_from_json(&serde_json::from_str(key).unwrap()).unwrap();
            let ongoing = [(TableName::parse(table).unwrap(), key)];
            self.session.set_ongoing(&ongoing).unwrap();
            return block.to_owned();
        }
        let asked = block.split("\n---").next().unwrap();
        let lines: Vec<&str> = asked.lines().filter(|line| !is_prose(line)).collect();
        let (head, body) = lines.split_first().unwrap();
        let body = repeated(&body.join("\n").replace(ITERATOR, &self.iterator));
        let answer = match self.send(head, &body) {
            Ok(response) => {
                if let Some(iterator) = iterator_in(&response) {
                    self.iterator = iterator;
                }
                "done".to_owned()
            }
            Err(error) => {
                broken.insert(error.rule());
                shown(&error)
            }
        };
        format!("{asked}\n---\n{answer}")
    }

    fn send(&mut self, head: &str, body: &str) -> Result<Response, ApiError> {
        let (name, times) = head.split_once(" for 1..").unwrap_or((head, "1"));
        let target = Operation::from_name(name)
            .map_or(format!("DynamoDB_20120810.{name}"), Operation::target);
        for n in 1..times.parse().unwrap() {
            self.send_once(&target, &body.replace("$n", &format!("{n:04}")))?;
        }
        self.send_once(&target, &body.replace("$n", "last"))
    }

    fn send_once(&mut self, target: &str, body: &str) -> Result<Response, ApiError> {
        let mut request = Request::from_target(target, body)?;
        expand(&mut request.body);
        self.session.send(request).response
    }
}

/// The text with its repetitions written out.
fn repeated(text: &str) -> String {
    let mut parts = text.split('«');
    let mut written = parts.next().unwrap().to_owned();
    for part in parts {
        let (repetition, rest) = part.split_once('»').unwrap();
        let (unit, times) = repetition.rsplit_once('×').unwrap();
        written += &unit.repeat(times.parse().unwrap());
        written += rest;
    }
    written
}

/// The sentence, the rule with what it is about, and the advice.
fn shown(error: &ApiError) -> String {
    let mut lines = vec![match error.message() {
        Some(message) => format!("{}: {message}", error.kind().name()),
        None => error.kind().name().to_owned(),
    }];
    let subject = error.subject();
    let mut rule = error.rule().id().to_owned();
    if let Some(parameter) = subject.parameter {
        rule.push_str(&format!(" in {parameter}"));
    }
    if let Some(name) = &subject.name {
        rule.push_str(&format!(" about {name}"));
    }
    if let Some(span) = &subject.span {
        rule.push_str(&format!(" at {}..{}", span.start, span.end));
    }
    if !error.reasons().is_empty() {
        let reason = |error: &Option<ApiError>| error.as_ref().map_or("none", |e| e.rule().id());
        let reasons = error.reasons().iter().map(reason);
        rule.push_str(&format!(" because of {}", reasons.collect::<Vec<_>>().join(", ")));
    }
    lines.push(rule);
    lines.push(advice(error));
    lines.iter().map(|line| contracted(line)).collect::<Vec<_>>().join("\n")
}

/// A line in which long runs of one letter are written as `x×300`.
fn contracted(line: &str) -> String {
    let mut rest = line;
    let mut written = String::new();
    while let Some(letter) = rest.chars().next() {
        let run = rest.chars().take_while(|next| *next == letter).count();
        match run {
            LONG_RUN.. => written += &format!("{letter}×{run}"),
            _ => written.extend(std::iter::repeat_n(letter, run)),
        }
        rest = &rest[run * letter.len_utf8()..];
    }
    written
}
