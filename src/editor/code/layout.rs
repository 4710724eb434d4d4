//! Code over as many lines as it needs: what fits into a line stays in one.

/// The width of a line.
const WIDTH: usize = 80;

/// A piece of code.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Code {
    /// What stays as it is.
    Leaf(String),
    /// A text with a piece behind it: `"a": …`.
    After(String, Box<Code>),
    /// Pieces between brackets, with commas.
    Group(String, Vec<Code>, &'static str),
    /// A call behind a call: `x.a().b()`.
    Chain(String, Vec<Code>),
}

impl Code {
    pub fn leaf(text: impl Into<String>) -> Self {
        Code::Leaf(text.into())
    }

    pub fn after(text: impl Into<String>, code: Code) -> Self {
        Code::After(text.into(), Box::new(code))
    }

    pub fn group(open: impl Into<String>, items: Vec<Code>, close: &'static str) -> Self {
        Code::Group(open.into(), items, close)
    }

    /// The code, each level `step` spaces in, when so many columns are taken already.
    pub fn to_text(&self, step: usize, taken: usize) -> String {
        let mut text = String::new();
        self.write(&mut text, step, 0, taken);
        text
    }

    fn flat(&self) -> String {
        let joined = |items: &[Code], between: &str| {
            items.iter().map(Code::flat).collect::<Vec<_>>().join(between)
        };
        match self {
            Code::Leaf(text) => text.clone(),
            Code::After(text, code) => text.clone() + &code.flat(),
            Code::Group(open, items, close) => format!("{open}{}{close}", joined(items, ", ")),
            Code::Chain(head, calls) => format!("{head}{}", joined(calls, "")),
        }
    }

    fn write(&self, text: &mut String, step: usize, level: usize, taken: usize) {
        let flat = self.flat();
        if taken + flat.chars().count() < WIDTH && !flat.contains('\n') {
            text.push_str(&flat);
            return;
        }
        let indent = " ".repeat(step * (level + 1));
        match self {
            Code::Leaf(leaf) => text.push_str(leaf),
            Code::After(before, code) => {
                text.push_str(before);
                code.write(text, step, level, taken + before.chars().count());
            }
            // A call with one argument in brackets of its own keeps both on one line.
            Code::Group(open, items, close)
                if open.ends_with('(') && matches!(items.as_slice(), [Code::Group(..)]) =>
            {
                text.push_str(open);
                items[0].write(text, step, level, taken + open.chars().count() + close.len());
                text.push_str(close);
            }
            Code::Group(open, items, close) => {
                // The spaces that stand inside of brackets in one line are line breaks now.
                text.push_str(open.trim_end());
                text.push('\n');
                for item in items {
                    text.push_str(&indent);
                    // The comma behind it takes a column, too.
                    item.write(text, step, level + 1, indent.len() + 1);
                    text.push_str(",\n");
                }
                text.push_str(&" ".repeat(step * level));
                text.push_str(close.trim_start());
            }
            Code::Chain(head, calls) => {
                text.push_str(head);
                for call in calls {
                    text.push('\n');
                    text.push_str(&indent);
                    call.write(text, step, level + 1, indent.len());
                }
            }
        }
    }
}
