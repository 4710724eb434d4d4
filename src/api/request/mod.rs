//! Requests: from a JSON body to a typed input, in one file for each kind of operation.
//!
//! Owns the protocol's own errors and the order of the checks: JSON types, then model constraints
//! (the table's name first and alone), then the operation's rules on the form of the request,
//! expressions among them. Each expression is parsed here, once. Whatever needs a table to be
//! checked is left to the engine.

mod batches;
mod expressions;
mod items;
mod legacy;
mod reads;
mod statements;
mod streams;
mod table;
mod table_parts;
mod tables;
mod tags;
mod transactions;

pub(super) use statements::next_token;
pub use table::table_named;
pub use transactions::MAX_ACTIONS;

use serde_json::{Map, Value};

use super::error::{ApiError, Constraints, ErrorKind, Rule};
use super::shape::{Members, Structure};
use crate::api::json::{self, Json};
use crate::engine::operation::for_each_operation;
use crate::engine::{Input, Operation, ops};
use crate::model::{Item, TableName};

/// An operation and the JSON that goes with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// What is asked.
    pub operation: Operation,
    /// The parameters.
    pub body: Value,
}

/// What one operation is asked, read from a JSON body.
pub(super) trait FromBody: Sized {
    /// The JSON types of its members.
    const SHAPE: &'static Structure;

    /// What the engine is asked, and what of the answer is to be shown.
    fn from_body(body: &Json<'_>) -> Result<(Self, Shown), ApiError>;
}

/// What a request comes to: what the engine is asked, and what of the answer is to be shown.
#[derive(Debug)]
pub struct Parsed {
    /// For the engine.
    pub(super) input: Input,
    /// For the response.
    pub(super) shown: Shown,
}

macro_rules! define_parse {
    ($($nature:ident $name:ident($module:ident::$input:ident);)*) => {
        fn parse(operation: Operation, body: &Json<'_>) -> Result<Parsed, ApiError> {
            match operation {
                $(Operation::$name => {
                    let (input, shown) = ops::$input::from_body(body)?;
                    Ok(Parsed { input: Input::$name(input), shown })
                })*
            }
        }
    };
}

for_each_operation!(define_parse);

macro_rules! define_shape {
    ($($nature:ident $name:ident($module:ident::$input:ident);)*) => {
        /// The members that a request of this operation may have, and the JSON types of them.
        pub fn shape_of(operation: Operation) -> &'static Structure {
            match operation {
                $(Operation::$name => <ops::$input as FromBody>::SHAPE,)*
            }
        }
    };
}

for_each_operation!(define_shape);

impl Request {
    /// A request of this operation.
    pub fn new(operation: Operation, body: Value) -> Self {
        Self { operation, body }
    }

    /// The same as a tree.
    pub fn from_target(target: &str, body: &str) -> Result<Self, ApiError> {
        let WireRequest { operation, body } = WireRequest::from_target(target, body)?;
        Ok(Self { operation, body: body.to_value() })
    }

    /// Whether the service accepts the form of the request, whatever its tables hold.
    pub fn check(&self) -> Result<(), ApiError> {
        self.parse().map(|_| ())
    }

    /// The request, typed.
    pub(super) fn parse(&self) -> Result<Parsed, ApiError> {
        parse(self.operation, &Json::from(&self.body))
    }
}

/// A request as it comes over HTTP, not yet typed, whose body is borrowed.
#[derive(Debug, Clone, PartialEq)]
pub struct WireRequest<'a> {
    /// What is asked.
    pub operation: Operation,
    /// The parameters.
    pub(super) body: Json<'a>,
}

impl<'a> WireRequest<'a> {
    /// What the `X-Amz-Target` header and the body ask. That the body is JSON is checked before the
    /// target.
    pub fn from_target(target: &str, body: &'a str) -> Result<Self, ApiError> {
        let body = json::read(body)
            .map_err(|_| ApiError::silent(ErrorKind::Serialization, Rule::BodyIsObject))?;
        let operation = Operation::from_target(target)
            .ok_or_else(|| ApiError::silent(ErrorKind::UnknownOperation, Rule::KnownOperation))?;
        Ok(Self { operation, body })
    }

    /// What the engine is asked. This knows nothing of the engine and takes as long as answering.
    pub fn parse(&self) -> Result<Parsed, ApiError> {
        parse(self.operation, &self.body)
    }
}

/// `ReturnConsumedCapacity`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum CapacityDetail {
    /// Nothing.
    #[default]
    None,
    /// The sum.
    Total,
    /// The sum and its parts by table and index.
    Indexes,
}

/// What of an answer a request wants to see besides its items. Presentation only: the engine charges
/// every request alike.
#[derive(Debug, Clone, Default)]
pub(super) struct Shown {
    /// `ReturnConsumedCapacity`
    pub capacity: CapacityDetail,
    /// The tables whose names were given as ARNs, which are shown as given.
    pub given: Vec<(TableName, String)>,
    /// What BatchGetItem was asked of each table besides keys, to be asked again of those left over.
    pub settings: Vec<(TableName, Map<String, Value>)>,
    /// The written items or keys whose collections `ReturnItemCollectionMetrics` asks for.
    pub collections: Vec<(TableName, Item)>,
}

impl Shown {
    /// Reads `ReturnConsumedCapacity`.
    pub fn read(constraints: &mut Constraints, members: Members<'_>) -> Self {
        let choices = [
            ("INDEXES", CapacityDetail::Indexes),
            ("TOTAL", CapacityDetail::Total),
            ("NONE", CapacityDetail::None),
        ];
        let given = members.text("ReturnConsumedCapacity");
        let capacity = constraints.choice("returnConsumedCapacity", given, &choices);
        Self { capacity: capacity.unwrap_or_default(), ..Self::default() }
    }

    /// The same with a table's name as given.
    pub fn with_name(mut self, name: &TableName, given: &str) -> Self {
        if name.as_str() != given {
            self.given.push((name.clone(), given.to_owned()));
        }
        self
    }

    /// How a table is called in the answer.
    pub fn name_of<'a>(&'a self, table: &'a TableName) -> &'a str {
        name_as_given(table, &self.given)
    }
}

/// How a table is called, among names that were given as ARNs.
pub(super) fn name_as_given<'a>(table: &'a TableName, given: &'a [(TableName, String)]) -> &'a str {
    let given = given.iter().find(|(name, _)| name == table);
    given.map_or(table.as_str(), |(_, given)| given)
}

/// Reads `ReturnItemCollectionMetrics`: whether they are asked for.
fn wants_metrics(constraints: &mut Constraints, members: Members<'_>) -> bool {
    let given = members.text("ReturnItemCollectionMetrics");
    let choices = [("SIZE", true), ("NONE", false)];
    constraints.choice("returnItemCollectionMetrics", given, &choices).unwrap_or(false)
}
