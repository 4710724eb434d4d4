//! What is wrong with a command, where, and the sentence for it.

use std::ops::Range;

/// What keeps a text from being a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The bytes of the text that it is about.
    pub span: Range<usize>,
    /// What is wrong.
    pub kind: FaultKind,
}

/// What can be wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaultKind {
    /// There is no text.
    Empty,
    /// The text holds no command of the AWS CLI.
    NotAws,
    /// Another service of AWS.
    OtherService(String),
    /// `aws dynamodb` with nothing behind it.
    NoOperation,
    /// The CLI has no such command.
    UnknownOperation {
        /// As it was written.
        name: String,
        /// One that is spelt almost like it.
        near: Option<String>,
    },
    /// The service has it, and the playground doesn't.
    NotHere(String),
    /// `help` and `--generate-cli-skeleton` print a text and send nothing.
    PrintsOnly(String),
    /// The operation has no such parameter.
    UnknownOption {
        /// As it was written.
        option: String,
        /// One that is spelt almost like it.
        near: Option<String>,
    },
    /// An abbreviation that several parameters begin with.
    Ambiguous {
        /// As it was written.
        option: String,
        /// What it may be.
        candidates: Vec<String>,
    },
    /// A parameter without its value.
    NoValue(String),
    /// A parameter that is given twice.
    Twice(String),
    /// A word that belongs to no parameter.
    Unexpected(String),
    /// A value behind a parameter that takes none.
    FlagWithValue(String),
    /// A quote that isn't closed.
    OpenQuote(char),
    /// A `\` with a space behind it, which continues nothing.
    SpaceAfterBackslash,
    /// A line that begins with an option, because the line before doesn't end in `\`.
    NotContinued,
    /// A quote or dash that a word processor has made.
    Typographic(char),
    /// `$(…)` or backticks.
    Substitution,
    /// `<`
    Redirection,
    /// JSON that the shell took the quotes out of.
    UnquotedJson(String),
    /// No JSON.
    Json {
        /// The parameter.
        option: String,
        /// The file that it stands in.
        file: Option<String>,
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// What is wrong there.
        found: String,
    },
    /// JSON of another type than the parameter takes.
    NotAnObject(String),
    /// Shorthand that ends or goes on otherwise than it can.
    Shorthand {
        /// The parameter.
        option: String,
        /// What should stand there.
        expected: &'static str,
    },
    /// A name that the structure doesn't have.
    UnknownMember {
        /// The name.
        name: String,
        /// Those that it has.
        known: Vec<&'static str>,
    },
    /// A text where a structure, list or map has to be.
    Structured(String),
    /// Several values where one has to be.
    Single(String),
    /// No whole number.
    NotANumber(String),
    /// Neither true nor false.
    NotABoolean(String),
    /// A token that no run of the CLI has printed.
    StartingToken,
    /// `fileb://` reads bytes, and a box holds text.
    BinaryFile,
    /// YAML instead of JSON.
    Yaml,
}

impl FaultKind {
    /// The fault at this place.
    pub(super) fn at(self, span: Range<usize>) -> Fault {
        Fault { span, kind: self }
    }
}

/// The beginning of the character that this byte is a part of; the end of the text at the most.
pub(super) fn boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

impl Fault {
    /// The fault with a span that cuts no character of the text in two.
    pub(super) fn within(mut self, text: &str) -> Self {
        let start = boundary(text, self.span.start);
        let mut end = self.span.end.clamp(start, text.len());
        while !text.is_char_boundary(end) {
            end += 1;
        }
        self.span = start..end;
        self
    }

    /// Line and column of its beginning, from 1, in the text that it is about.
    pub fn place(&self, text: &str) -> (usize, usize) {
        let before = &text[..boundary(text, self.span.start)];
        let line = before.matches('\n').count() + 1;
        let begin = before.rfind('\n').map_or(0, |at| at + 1);
        (line, before[begin..].chars().count() + 1)
    }

    /// What is wrong and what to do.
    pub fn sentence(&self) -> String {
        let near = |near: &Option<String>| {
            near.as_ref().map(|near| format!(" Did you mean {near}?")).unwrap_or_default()
        };
        match &self.kind {
            FaultKind::Empty => "Paste a command, such as aws dynamodb list-tables.".to_owned(),
            FaultKind::NotAws => {
                "This isn't an AWS CLI command. It has to begin with aws dynamodb.".to_owned()
            }
            FaultKind::OtherService(service) => format!(
                "{service} is another service. The playground runs aws dynamodb and \
                 aws dynamodbstreams."
            ),
            FaultKind::NoOperation => {
                "The operation is missing: aws dynamodb query, for example.".to_owned()
            }
            FaultKind::UnknownOperation { name, near: other } => {
                format!("The AWS CLI has no command {name} for DynamoDB.{}", near(other))
            }
            FaultKind::NotHere(name) => {
                format!("{name} isn't available in the playground. It runs on AWS only.")
            }
            FaultKind::PrintsOnly(word) => {
                format!("{word} prints text and sends no request. Remove it to run the command.")
            }
            FaultKind::UnknownOption { option, near: other } => {
                format!("This operation has no parameter {option}.{}", near(other))
            }
            FaultKind::Ambiguous { option, candidates } => {
                format!("{option} could be {}. Write one of them.", candidates.join(" or "))
            }
            FaultKind::NoValue(option) => format!("{option} needs a value."),
            FaultKind::Twice(option) => format!("{option} is given twice. Remove one."),
            FaultKind::Unexpected(word) => format!(
                "{word} belongs to no parameter. If it is part of the value before it, put the \
                 whole value in quotes."
            ),
            FaultKind::FlagWithValue(option) => format!(
                "{option} takes no value. Write {option} for true, or --no-{} for false.",
                option.trim_start_matches('-')
            ),
            FaultKind::OpenQuote(quote) => format!("This {quote} has no closing {quote}."),
            FaultKind::SpaceAfterBackslash => {
                "There is a space after this \\, so it doesn't continue the line. Remove what follows it."
                    .to_owned()
            }
            FaultKind::NotContinued => {
                "The command ends here, and the next line begins with an option. End this line \
                 with \\."
                    .to_owned()
            }
            FaultKind::Typographic(sign) => format!(
                "{sign} is a typographic sign that the shell doesn't know. Write {} instead.",
                match sign {
                    '–' | '—' => "--",
                    '“' | '”' => "\"",
                    _ => "'",
                }
            ),
            FaultKind::Substitution => {
                "This runs another command to get its output. Run that one first and paste its \
                 result here."
                    .to_owned()
            }
            FaultKind::Redirection => {
                "The playground has no files to read from. Put the text into the command."
                    .to_owned()
            }
            FaultKind::UnquotedJson(option) => format!(
                "The shell removes the quotes inside the JSON of {option}. Put the whole JSON in \
                 single quotes: '{{…}}'."
            ),
            FaultKind::Json { option, file: Some(file), line, column, found } => format!(
                "{file}, which {option} reads, isn't valid JSON. Line {line}, column {column}: \
                 {found}."
            ),
            FaultKind::Json { option, file: None, found, .. } => {
                format!("The JSON of {option} isn't valid here: {found}.")
            }
            FaultKind::NotAnObject(option) => {
                format!("{option} takes a JSON object, which starts with {{ and ends with }}.")
            }
            FaultKind::Shorthand { option, expected } => format!(
                "The shorthand of {option} goes wrong here: expected {expected}. Shorthand is \
                 Key=value,Key=value without spaces; JSON in single quotes works too."
            ),
            FaultKind::UnknownMember { name, known } => {
                format!("{name} isn't one of its members, which are {}.", known.join(", "))
            }
            FaultKind::Structured(option) => format!(
                "{option} takes JSON or shorthand, such as Key=value, and this is plain text."
            ),
            FaultKind::Single(option) => {
                format!("{option} takes one value, and here are several.")
            }
            FaultKind::NotANumber(text) => format!("{text} isn't a whole number."),
            FaultKind::NotABoolean(text) => format!("{text} is neither true nor false."),
            FaultKind::StartingToken => {
                "A starting token is the NextToken that an earlier run of the AWS CLI printed. \
                 This isn't one."
                    .to_owned()
            }
            FaultKind::BinaryFile => {
                "fileb:// reads bytes from your disk. Write the value as Base64 instead.".to_owned()
            }
            FaultKind::Yaml => {
                "The playground reads --cli-input-json, and not YAML. Write the request as JSON."
                    .to_owned()
            }
        }
    }
}
