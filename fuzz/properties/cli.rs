//! Commands of the AWS CLI: pasted texts, and requests of every operation that are printed and read.
//!
//! An input that begins with a zero byte is a text: reading it ends in a command, in what is missing,
//! or in a fault with a place and a sentence, and a command that is printed reads back to the same.
//! Any other input is a recipe for a request of the operation that its first byte names, with
//! members of the right shapes and of wrong ones.

use dynamodb_playground::api::{Operation, Shape, Structure, shape_of};
use dynamodb_playground::editor::cli::{Given, Missing, Reading, print, read};
use serde_json::{Map, Value, json};

/// Levels of lists and maps that are made up.
const DEEPEST: usize = 6;

pub fn check(data: &[u8]) {
    let Some((kind, rest)) = data.split_first() else { return };
    if *kind == 0 {
        check_text(&String::from_utf8_lossy(rest));
        return;
    }
    let operation = Operation::ALL[usize::from(*kind - 1) % Operation::ALL.len()];
    let mut recipe = Recipe(rest);
    check_printed(operation, &recipe.members(shape_of(operation), 0));
}

fn check_text(text: &str) {
    let mut given = Given::default();
    // A value for a variable or file can't bring up a further one, so one round answers all.
    for _ in 0..2 {
        match read(text, &given) {
            Ok(Reading::Command(command)) => {
                command.notes.iter().for_each(|note| assert!(!note.sentence().is_empty()));
                return check_printed(command.operation, &command.body);
            }
            Ok(Reading::Missing(missing)) => {
                assert!(!missing.is_empty());
                for wanted in missing {
                    match wanted {
                        Missing::Variable(name) => given.variables.insert(name, "1".to_owned()),
                        Missing::File(path) => given.files.insert(path, "{\"a\": 1}".to_owned()),
                    };
                }
            }
            Err(fault) => {
                assert!(text.get(fault.span.clone()).is_some(), "{text:?}: {fault:?}");
                let (line, column) = fault.place(text);
                assert!(line >= 1 && column >= 1);
                assert!(fault.sentence().ends_with(['.', '?']), "{}", fault.sentence());
                return;
            }
        }
    }
    // What is read from a value may name a file in turn.
    let Ok(Reading::Missing(missing)) = read(text, &given) else { return };
    assert!(missing.iter().all(|wanted| matches!(wanted, Missing::File(_))), "{missing:?}");
}

fn check_printed(operation: Operation, body: &Map<String, Value>) {
    let printed = print(operation, body);
    match read(&printed.text, &Given::default()) {
        Ok(Reading::Command(command)) => {
            assert_eq!(command.operation, operation, "{}", printed.text);
            assert_eq!(&command.body, body, "{}", printed.text);
            assert_eq!(command.notes, [], "{}", printed.text);
        }
        other => panic!("{} came to {other:?}", printed.text),
    }
}

/// Bytes from which a request is made; where they end, everything is the first choice.
struct Recipe<'a>(&'a [u8]);

impl Recipe<'_> {
    fn below(&mut self, end: usize) -> usize {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        usize::from(*first) % end
    }

    fn members(&mut self, structure: &Structure, depth: usize) -> Map<String, Value> {
        let mut members = Map::new();
        for (name, shape) in structure.members {
            match self.below(5) {
                0 => {}
                // A member of a wrong type, and one that nobody knows.
                4 if self.below(8) == 1 => {
                    members.insert((*name).to_owned(), json!([null, 1.50, {"x": -0}]));
                    members.insert("Unknown".to_owned(), json!("'\\\"`$x\n"));
                }
                _ => {
                    members.insert((*name).to_owned(), self.value(*shape, depth + 1));
                }
            }
        }
        members
    }

    fn value(&mut self, shape: Shape, depth: usize) -> Value {
        let count = if depth > DEEPEST { 0 } else { self.below(3) };
        match shape {
            Shape::Text | Shape::Blob => Value::from(self.text()),
            Shape::Integer | Shape::Long => json!(self.below(256) as i64 - 128),
            Shape::Flag => json!(self.below(2) == 1),
            Shape::List(element) => (0..count).map(|_| self.value(*element, depth + 1)).collect(),
            Shape::Map(element) => {
                let pairs = (0..count).map(|_| (self.text(), self.value(*element, depth + 1)));
                Value::Object(pairs.collect())
            }
            Shape::Structure(structure) => Value::Object(match count {
                0 => Map::new(),
                _ => self.members(structure, depth),
            }),
        }
    }

    fn text(&mut self) -> String {
        const TEXTS: [&str; 22] = [
            "T",
            "",
            " ",
            "'",
            "\"",
            "\\",
            "\\\n",
            "$HOME",
            "${x}",
            "`ls`",
            "$(ls)",
            "--limit",
            "-1",
            "file://x",
            "fileb://x",
            "[",
            "{",
            "a=b,c",
            "é🦀",
            "#c",
            "a\r\nb; c | d > e",
            "\u{0}",
        ];
        let first = TEXTS[self.below(TEXTS.len())];
        let second = TEXTS[self.below(TEXTS.len())];
        format!("{first}{second}")
    }
}
