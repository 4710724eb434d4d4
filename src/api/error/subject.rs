//! What part of a request an error is about.
//!
//! Owns the names of the parameters. Refuses to know rules, and how parts of a request are shown.

use std::fmt::Display;
use std::ops::Range;

use crate::expression::ExpressionKind;

macro_rules! parameters {
    ($($name:ident),+ $(,)?) => {
        /// A parameter of a request, by the name that it has in AWS's API reference.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[allow(missing_docs)] // The API reference documents each.
        pub enum Parameter {
            $($name,)+
        }

        impl Parameter {
            /// Every parameter.
            pub const ALL: &[Parameter] = &[$(Parameter::$name),+];

            /// The name on the wire.
            pub fn name(self) -> &'static str {
                match self {
                    $(Parameter::$name => stringify!($name),)+
                }
            }
        }
    };
}

parameters!(
    // Items, and expressions about them.
    TableName,
    IndexName,
    Key,
    Item,
    KeyConditionExpression,
    FilterExpression,
    ProjectionExpression,
    UpdateExpression,
    ConditionExpression,
    ExpressionAttributeNames,
    ExpressionAttributeValues,
    Select,
    Limit,
    ConsistentRead,
    ScanIndexForward,
    ExclusiveStartKey,
    Segment,
    TotalSegments,
    ReturnValues,
    ReturnValuesOnConditionCheckFailure,
    ReturnConsumedCapacity,
    ReturnItemCollectionMetrics,
    // What expressions have replaced.
    AttributesToGet,
    KeyConditions,
    QueryFilter,
    ScanFilter,
    Expected,
    AttributeUpdates,
    ConditionalOperator,
    // Several items.
    RequestItems,
    TransactItems,
    ClientRequestToken,
    Statement,
    Parameters,
    NextToken,
    Statements,
    TransactStatements,
    // Tables.
    AttributeDefinitions,
    KeySchema,
    LocalSecondaryIndexes,
    GlobalSecondaryIndexes,
    GlobalSecondaryIndexUpdates,
    BillingMode,
    ProvisionedThroughput,
    OnDemandThroughput,
    WarmThroughput,
    TableClass,
    DeletionProtectionEnabled,
    SSESpecification,
    StreamSpecification,
    TimeToLiveSpecification,
    ResourcePolicy,
    ResourceArn,
    Tags,
    TagKeys,
    ExclusiveStartTableName,
    // Streams.
    StreamArn,
    ShardId,
    ShardFilter,
    ShardIterator,
    ShardIteratorType,
    SequenceNumber,
    Timestamp,
    ExclusiveStartShardId,
    ExclusiveStartStreamArn,
);

impl Parameter {
    /// The parameter with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|parameter| parameter.name() == name)
    }
}

impl Display for Parameter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

impl From<ExpressionKind> for Parameter {
    fn from(kind: ExpressionKind) -> Self {
        match kind {
            ExpressionKind::KeyCondition => Parameter::KeyConditionExpression,
            ExpressionKind::Condition => Parameter::ConditionExpression,
            ExpressionKind::Filter => Parameter::FilterExpression,
            ExpressionKind::Projection => Parameter::ProjectionExpression,
            ExpressionKind::Update => Parameter::UpdateExpression,
        }
    }
}

/// What an error is about, as far as its rule tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Subject {
    /// The parameter. In batches and transactions, where parameters stand inside others, the inner
    /// one if it is known.
    pub parameter: Option<Parameter>,
    /// What the rule is about in it: an attribute, an index, a placeholder, a reserved word, or the
    /// path to a member (`transactItems.1.member.put.item`).
    pub name: Option<String>,
    /// Where it stands in the text of an expression, in bytes.
    pub span: Option<Range<usize>>,
}

impl Subject {
    /// The member at a path as constraints write it: the parameter in lower camel case, then what
    /// leads on from there.
    pub(super) fn from_path(path: &str) -> Self {
        let parameter = path.split('.').next().unwrap_or(path);
        let (first, rest) = parameter.split_at(1.min(parameter.len()));
        let name = first.to_ascii_uppercase() + rest;
        Self {
            parameter: Parameter::from_name(&name),
            name: path.contains('.').then(|| path.to_owned()),
            span: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_parameter_is_found_by_its_name() {
        for parameter in Parameter::ALL {
            assert_eq!(Parameter::from_name(parameter.name()), Some(*parameter));
        }
        assert_eq!(Parameter::from_name("tableName"), None);
    }

    #[test]
    fn a_path_begins_with_its_parameter() {
        let subject = Subject::from_path("transactItems.1.member.put.item");
        assert_eq!(subject.parameter, Some(Parameter::TransactItems));
        assert_eq!(subject.name.as_deref(), Some("transactItems.1.member.put.item"));
        let encryption = Subject::from_path("sSESpecification.sSEType");
        assert_eq!(encryption.parameter, Some(Parameter::SSESpecification));
        let limit = Subject::from_path("limit");
        assert_eq!((limit.parameter, limit.name), (Some(Parameter::Limit), None));
        assert_eq!(Subject::from_path(""), Subject::default());
    }
}
