//! The operations, one file each, and the one list of them.
//!
//! Each file has an `Input` (typed, expressions parsed), an `Output` and a `plan`. Names, targets
//! and dispatch are all generated from the list at the end of this file.

pub mod batch_execute_statement;
pub mod batch_get_item;
pub mod batch_write_item;
mod capacity_rules;
mod create_rules;
pub mod create_table;
pub mod delete_item;
pub mod delete_table;
pub mod describe_endpoints;
pub mod describe_limits;
pub mod describe_stream;
pub mod describe_table;
pub mod describe_time_to_live;
pub mod execute_statement;
pub mod execute_transaction;
pub mod get_item;
pub mod get_records;
pub mod get_shard_iterator;
pub mod list_streams;
pub mod list_tables;
pub mod list_tags_of_resource;
pub mod put_item;
pub mod query;
pub mod read;
pub mod scan;
mod select;
mod start_key;
pub mod statement;
pub mod tag_resource;
pub mod transact_get_items;
pub mod transact_write_items;
pub mod transaction;
pub mod untag_resource;
mod update_capacity;
mod update_indexes;
pub mod update_item;
mod update_rules;
pub mod update_table;
pub mod update_time_to_live;
mod write;

use std::fmt;

use super::Engine;
use super::plan::Planned;
use super::statement::Statement;
use crate::capacity::Direction;

pub use capacity_rules::{ACCOUNT_QUOTA, GivenUnits, TABLE_QUOTA};
pub use read::{PageOutput, Select};

/// What comes before the name of an operation in `X-Amz-Target`.
pub const TARGET_PREFIX: &str = "DynamoDB_20120810.";
/// The same for the operations on streams, which the service has at another address.
pub const STREAMS_PREFIX: &str = "DynamoDBStreams_20120810.";

/// What a write shows of the item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ReturnValues {
    /// Nothing.
    #[default]
    None,
    /// The whole item before.
    AllOld,
    /// What the update names, before. UpdateItem only.
    UpdatedOld,
    /// The whole item after. UpdateItem only.
    AllNew,
    /// What the update names, after. UpdateItem only.
    UpdatedNew,
}

/// What an operation is to tables and items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Nature {
    Control,
    Describe,
    Read,
    Write,
    Stream,
}

macro_rules! operations {
    ($($module:ident $name:ident $nature:ident;)*) => {
        /// An operation of the service.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Operation {
            $(#[doc = stringify!($name)] $name,)*
        }

        impl Operation {
            /// Every operation.
            pub const ALL: &'static [Operation] = &[$(Operation::$name),*];

            /// The name on the wire.
            pub fn name(self) -> &'static str {
                match self {
                    $(Operation::$name => stringify!($name),)*
                }
            }

            fn nature(self) -> Nature {
                match self {
                    $(Operation::$name => Nature::$nature,)*
                }
            }
        }

        /// A request.
        #[derive(Debug, Clone)]
        pub enum Input {
            $(#[doc = stringify!($name)] $name($module::Input),)*
        }

        /// An answer.
        #[derive(Debug, Clone)]
        pub enum Output {
            $(#[doc = stringify!($name)] $name($module::Output),)*
        }

        impl Input {
            /// Which operation it asks for.
            pub fn operation(&self) -> Operation {
                match self {
                    $(Input::$name(_) => Operation::$name,)*
                }
            }
        }

        $(impl From<$module::Input> for Input {
            fn from(input: $module::Input) -> Self {
                Input::$name(input)
            }
        })*

        impl Engine {
            /// Decides what the request comes to, and changes nothing.
            pub(super) fn plan(&self, input: Input) -> Planned {
                match input {
                    $(Input::$name(input) => $module::plan(self, input),)*
                }
            }
        }
    };
}

operations! {
    create_table CreateTable Control;
    describe_table DescribeTable Describe;
    list_tables ListTables Describe;
    update_table UpdateTable Control;
    delete_table DeleteTable Control;
    update_time_to_live UpdateTimeToLive Control;
    describe_time_to_live DescribeTimeToLive Describe;
    tag_resource TagResource Control;
    untag_resource UntagResource Control;
    list_tags_of_resource ListTagsOfResource Describe;
    describe_limits DescribeLimits Describe;
    describe_endpoints DescribeEndpoints Describe;
    put_item PutItem Write;
    get_item GetItem Read;
    update_item UpdateItem Write;
    delete_item DeleteItem Write;
    query Query Read;
    scan Scan Read;
    batch_get_item BatchGetItem Read;
    batch_write_item BatchWriteItem Write;
    execute_statement ExecuteStatement Write;
    batch_execute_statement BatchExecuteStatement Write;
    execute_transaction ExecuteTransaction Write;
    list_streams ListStreams Stream;
    describe_stream DescribeStream Stream;
    get_shard_iterator GetShardIterator Stream;
    get_records GetRecords Stream;
    transact_get_items TransactGetItems Read;
    transact_write_items TransactWriteItems Write;
}

impl Operation {
    /// The operation with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|operation| operation.name() == name)
    }

    /// The operation that an `X-Amz-Target` header asks for.
    pub fn from_target(target: &str) -> Option<Self> {
        let (prefix, name) = target.split_at(target.find('.')? + 1);
        Self::from_name(name).filter(|operation| operation.prefix() == prefix)
    }

    /// What the `X-Amz-Target` header says.
    pub fn target(self) -> String {
        format!("{}{}", self.prefix(), self.name())
    }

    fn prefix(self) -> &'static str {
        match self.nature() {
            Nature::Stream => STREAMS_PREFIX,
            _ => TARGET_PREFIX,
        }
    }

    /// Whether it makes, changes or drops tables.
    pub fn is_control(self) -> bool {
        self.nature() == Nature::Control
    }

    /// Whether it reads items.
    pub fn is_read(self) -> bool {
        self.nature() == Nature::Read
    }

    /// Whether it writes items, or may do so: a PartiQL statement does not show it.
    pub fn is_write(self) -> bool {
        self.nature() == Nature::Write
    }

    /// Whether it consumes capacity for reading items or for writing them. `None` for what does
    /// neither, and for PartiQL, where the statements decide: see [`Input::direction`].
    pub fn direction(self) -> Option<Direction> {
        match self {
            Operation::ExecuteStatement
            | Operation::BatchExecuteStatement
            | Operation::ExecuteTransaction => None,
            other if other.is_read() => Some(Direction::Read),
            other if other.is_write() => Some(Direction::Write),
            _ => None,
        }
    }
}

impl Input {
    /// Whether it consumes capacity for reading items or for writing them; `None` for what does
    /// neither, and for a batch of statements none of which can be read.
    pub fn direction(&self) -> Option<Direction> {
        let of_statement = |statement: &Statement| match statement.is_read() {
            true => Direction::Read,
            false => Direction::Write,
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

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_targets_lead_back_to_their_operation() {
        for &operation in Operation::ALL {
            assert_eq!(Operation::from_target(&operation.target()), Some(operation));
            assert!(!(operation.is_read() && operation.is_write()));
        }
        for other in ["Other.PutItem", "PutItem", "", "DynamoDB_20120810.", "."] {
            assert_eq!(Operation::from_target(other), None);
        }
    }

    #[test]
    fn the_two_services_do_not_answer_for_each_other() {
        let target = |prefix, name| Operation::from_target(&format!("{prefix}{name}"));
        assert_eq!(target(STREAMS_PREFIX, "GetRecords"), Some(Operation::GetRecords));
        assert_eq!(target(TARGET_PREFIX, "GetRecords"), None);
        assert_eq!(target(STREAMS_PREFIX, "PutItem"), None);
    }
}
