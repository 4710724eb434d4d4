//! The one list of operations.
//!
//! # Adding an operation
//!
//! One line in [`for_each_operation`], below, and what the compiler then asks for:
//!
//! 1. In `engine::ops`, in the module that the line names, the type of what is asked, and
//!    `Plannable` for it: what is answered, and how.
//! 2. In `api::request`, `FromBody` for what is asked: from JSON.
//! 3. In `api::response`, `Respond` for what is answered: to JSON.
//!
//! Names, targets, dispatch, parsing and printing all come from the list, so that there is no
//! other place to remember.

use std::fmt;

use crate::capacity::Direction;

/// What comes before the name of an operation in `X-Amz-Target`.
pub const TARGET_PREFIX: &str = "DynamoDB_20120810.";
/// The same for the operations on streams, which the service has at another address.
pub const STREAMS_PREFIX: &str = "DynamoDBStreams_20120810.";

/// Hands the list of all operations to a macro: for each its nature, its name, and the type of what
/// is asked, with the module of `engine::ops` that it is in.
macro_rules! for_each_operation {
    ($callback:ident) => {
        $callback! {
            Control CreateTable(create_table::CreateTableInput);
            Describe DescribeTable(describe::DescribeTableInput);
            Describe ListTables(describe::ListTablesInput);
            Control UpdateTable(update_table::UpdateTableInput);
            Control DeleteTable(table_settings::DeleteTableInput);
            Control UpdateTimeToLive(table_settings::UpdateTimeToLiveInput);
            Describe DescribeTimeToLive(describe::DescribeTimeToLiveInput);
            Control TagResource(table_settings::TagResourceInput);
            Control UntagResource(table_settings::UntagResourceInput);
            Describe ListTagsOfResource(describe::ListTagsOfResourceInput);
            Describe DescribeContinuousBackups(describe::DescribeContinuousBackupsInput);
            Describe DescribeLimits(describe::DescribeLimitsInput);
            Describe DescribeEndpoints(describe::DescribeEndpointsInput);
            Write PutItem(item::PutItemInput);
            Read GetItem(item::GetItemInput);
            Write UpdateItem(update_item::UpdateItemInput);
            Write DeleteItem(item::DeleteItemInput);
            Read Query(query::QueryInput);
            Read Scan(scan::ScanInput);
            Read BatchGetItem(batch::BatchGetItemInput);
            Write BatchWriteItem(batch::BatchWriteItemInput);
            PartiQl ExecuteStatement(statement::ExecuteStatementInput);
            PartiQl BatchExecuteStatement(statement::BatchExecuteStatementInput);
            PartiQl ExecuteTransaction(statement::ExecuteTransactionInput);
            Stream ListStreams(streams::ListStreamsInput);
            Stream DescribeStream(streams::DescribeStreamInput);
            Stream GetShardIterator(streams::GetShardIteratorInput);
            Stream GetRecords(streams::GetRecordsInput);
            Read TransactGetItems(transaction::TransactGetItemsInput);
            Write TransactWriteItems(transaction::TransactWriteItemsInput);
        }
    };
}
pub(crate) use for_each_operation;

/// What an operation is to tables and items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Nature {
    /// Makes, changes or drops tables.
    Control,
    /// Tells of tables.
    Describe,
    /// Reads items.
    Read,
    /// Writes items.
    Write,
    /// Reads or writes items: the statement decides.
    PartiQl,
    /// Reads streams.
    Stream,
}

macro_rules! define_operation {
    ($($nature:ident $name:ident($module:ident::$input:ident);)*) => {
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
    };
}

for_each_operation!(define_operation);

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

    /// Whether it reads streams, for which AWS has a service of its own.
    pub fn is_stream(self) -> bool {
        self.nature() == Nature::Stream
    }

    /// Whether it reads items.
    pub fn is_read(self) -> bool {
        self.nature() == Nature::Read
    }

    /// Whether it writes items, or may do so: a PartiQL statement does not show it.
    pub fn is_write(self) -> bool {
        matches!(self.nature(), Nature::Write | Nature::PartiQl)
    }

    /// Whether it consumes capacity for reading items or for writing them. `None` for what does
    /// neither, and for PartiQL, where the statements decide: see `Input::direction`.
    pub fn direction(self) -> Option<Direction> {
        match self.nature() {
            Nature::Read => Some(Direction::Read),
            Nature::Write => Some(Direction::Write),
            Nature::Control | Nature::Describe | Nature::PartiQl | Nature::Stream => None,
        }
    }
}

/// An operation is saved by its name, since the order of the list may change.
impl<C> minicbor::Encode<C> for Operation {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut minicbor::Encoder<W>,
        _: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        e.str(self.name())?.ok()
    }
}

impl<'b, C> minicbor::Decode<'b, C> for Operation {
    fn decode(d: &mut minicbor::Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
        let named = Self::from_name(d.str()?);
        named.ok_or(minicbor::decode::Error::message("no such operation"))
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
