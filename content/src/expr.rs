//! Expressions over the facts of runs: what a template says and what a check compares.

use serde::{Deserialize, Serialize};

use crate::number::Number;

/// An expression, such as `scan.rcu / query.rcu`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Expr {
    /// A number.
    Number(Number),
    /// A text in quotes.
    Text(String),
    /// `true` or `false`.
    Flag(bool),
    /// A fact.
    Fact(FactRef),
    /// What is not.
    Not(Box<Expr>),
    /// Two expressions and what joins them.
    Binary(BinaryOp, Box<Expr>, Box<Expr>),
    /// A function of expressions.
    Call(Function, Vec<Expr>),
}

/// A fact, and of which run it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactRef {
    /// Of what.
    pub of: Of,
    /// Its name in [`crate::facts`].
    pub name: String,
    /// The members and positions that lead into a fact that is JSON; empty for the fact itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub path: Vec<String>,
}

/// What a fact is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Of {
    /// The latest run.
    Latest,
    /// The run of this name.
    Run(String),
    /// What the learner expected.
    Guess,
    /// The data that the lesson, exercise or question works on.
    Data,
}

/// What joins two expressions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum BinaryOp {
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Plus,
    Minus,
    Times,
    DividedBy,
}

/// A function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Function {
    /// `round(x)` or `round(x, places)`.
    Round,
    /// `ceil(x)`: up to the next whole number.
    Ceil,
    /// `max(a, b, …)`.
    Max,
    /// `min(a, b, …)`.
    Min,
    /// `filler(n)`: a text of `n` bytes, for items of a stated size.
    Filler,
    /// `count(n, "item", "items")`: the number with the word that fits it.
    Count,
}

impl Function {
    /// Every function with its name.
    pub const ALL: [(&str, Function); 6] = [
        ("round", Function::Round),
        ("ceil", Function::Ceil),
        ("max", Function::Max),
        ("min", Function::Min),
        ("filler", Function::Filler),
        ("count", Function::Count),
    ];

    /// The least and the most arguments that it takes.
    pub fn arity(self) -> (usize, usize) {
        match self {
            Function::Round => (1, 2),
            Function::Ceil | Function::Filler => (1, 1),
            Function::Max | Function::Min => (2, 8),
            Function::Count => (3, 3),
        }
    }
}

impl Expr {
    /// Calls `visit` for each fact in the expression.
    pub fn facts<'a>(&'a self, visit: &mut dyn FnMut(&'a FactRef)) {
        match self {
            Expr::Number(_) | Expr::Text(_) | Expr::Flag(_) => {}
            Expr::Fact(fact) => visit(fact),
            Expr::Not(inner) => inner.facts(visit),
            Expr::Binary(_, left, right) => {
                left.facts(visit);
                right.facts(visit);
            }
            Expr::Call(_, arguments) => arguments.iter().for_each(|inner| inner.facts(visit)),
        }
    }
}
