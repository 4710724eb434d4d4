//! The operations: what each is asked and answers, and its plan.
//!
//! Each has an input type (typed, expressions parsed), which is [`Plannable`], and an output type.
//! The list of them is `engine::operation`'s.

pub mod batch;
mod capacity_rules;
pub mod create_table;
pub mod describe;
pub mod item;
mod page;
pub mod query;
pub mod scan;
pub mod statement;
pub mod streams;
pub mod table_settings;
pub mod transaction;
pub mod update_item;
pub mod update_table;

use super::operation::{Operation, for_each_operation};
use super::plan::Planned;
use super::state::State;
use super::statement::Statement;
use crate::capacity::Direction;

pub use capacity_rules::{ACCOUNT_QUOTA, GivenUnits, TABLE_QUOTA};
pub use page::PageOutput;

/// What one operation is asked, which comes to a plan.
pub trait Plannable {
    /// What the operation answers.
    type Output;

    /// Decides what the request comes to: checks it, reads, and works out the answer, the bill and
    /// the changes to make. Changes nothing.
    fn plan(self, state: &State) -> Planned<Self::Output>;
}

macro_rules! define_requests {
    ($($nature:ident $name:ident($module:ident::$input:ident);)*) => {
        $(pub use $module::$input;)*

        /// A request.
        #[derive(Debug, Clone)]
        pub enum Input {
            $(#[doc = stringify!($name)] $name($input),)*
        }

        /// An answer.
        #[derive(Debug, Clone)]
        pub enum Output {
            $(#[doc = stringify!($name)] $name(<$input as Plannable>::Output),)*
        }

        impl Input {
            /// Which operation it asks for.
            pub fn operation(&self) -> Operation {
                match self {
                    $(Input::$name(_) => Operation::$name,)*
                }
            }

            /// Decides what the request comes to, and changes nothing.
            pub(super) fn plan(self, state: &State) -> Planned<Output> {
                match self {
                    $(Input::$name(input) => Ok(input.plan(state)?.map(Output::$name)),)*
                }
            }
        }

        $(impl From<$input> for Input {
            fn from(input: $input) -> Self {
                Input::$name(input)
            }
        })*
    };
}

for_each_operation!(define_requests);

impl Input {
    /// Whether it consumes capacity for reading items or for writing them; `None` for what does
    /// neither, and for a batch of statements none of which can be read.
    pub fn direction(&self) -> Option<Direction> {
        let of_statement = |statement: &Statement| {
            if statement.is_read() { Direction::Read } else { Direction::Write }
        };
        match self {
            Input::ExecuteStatement(input) => Some(of_statement(&input.statement)),
            // Statements of one request are all reads or all writes; otherwise it is rejected.
            Input::BatchExecuteStatement(input) => {
                let statements = input.statements.iter().filter_map(|(s, _)| s.as_ref().ok());
                statements.map(of_statement).next()
            }
            Input::ExecuteTransaction(input) => {
                input.statements.iter().map(|(statement, _)| of_statement(statement)).next()
            }
            other => other.operation().direction(),
        }
    }
}
