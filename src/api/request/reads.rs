//! Query and Scan: pages of items.
//!
//! Owns the order of their checks, and what they have in common.

use std::num::NonZeroU32;

use crate::api::json::Json;

use super::expressions::{Accepted, Expressions};
use super::legacy::{self, Joined, KeyConditions};
use super::table::GivenTable;
use super::{FromBody, Shown};
use crate::api::error::{ApiError, Constraints, Parameter, Rule};
use crate::api::json::read_item;
use crate::api::shape::{self, CONDITIONS, Members, NAME_LIST, NAMES, Shape, Structure, VALUE_MAP};
use crate::engine::ops::scan::{MAX_SEGMENTS, Segment};
use crate::engine::ops::{QueryInput, ScanInput};
use crate::engine::{Plane, Select};
use crate::expression::ExpressionKind;
use crate::model::{IndexName, Item};

static QUERY: Structure = Structure {
    class: "QueryInput",
    members: &[
        ("TableName", Shape::Text),
        ("IndexName", Shape::Text),
        ("KeyConditionExpression", Shape::Text),
        ("FilterExpression", Shape::Text),
        ("ProjectionExpression", Shape::Text),
        ("ExpressionAttributeNames", NAMES),
        ("ExpressionAttributeValues", VALUE_MAP),
        ("Select", Shape::Text),
        ("Limit", Shape::Integer),
        ("ConsistentRead", Shape::Flag),
        ("ScanIndexForward", Shape::Flag),
        ("ExclusiveStartKey", VALUE_MAP),
        ("ReturnConsumedCapacity", Shape::Text),
        ("AttributesToGet", NAME_LIST),
        ("QueryFilter", CONDITIONS),
        ("ConditionalOperator", Shape::Text),
        ("KeyConditions", CONDITIONS),
    ],
};

static QUERY_EXPRESSIONS: Accepted = Accepted {
    kinds: &[ExpressionKind::Projection, ExpressionKind::Filter, ExpressionKind::KeyCondition],
    legacy: &["AttributesToGet", "QueryFilter", "ConditionalOperator", "KeyConditions"],
};

impl FromBody for QueryInput {
    const SHAPE: &'static Structure = &QUERY;

    fn from_body(body: &Json<'_>) -> Result<(Self, Shown), ApiError> {
        let members = shape::check(body, Self::SHAPE)?;
        let table = GivenTable::read(members)?;
        let mut constraints = Constraints::new();
        let shown = Shown::read(&mut constraints, members);
        let page = Page::read(&mut constraints, members);
        let query_filter = Joined::read(&mut constraints, members, Parameter::QueryFilter);
        legacy::check_names(&mut constraints, "attributesToGet", members);
        let key_conditions = KeyConditions::read(&mut constraints, members);
        constraints.check()?;
        let limit = limit(members)?;
        QUERY_EXPRESSIONS.check(members)?;
        query_filter.check()?;
        let query_filter = query_filter.filter()?;
        let attributes = legacy::attributes_to_get(members)?;
        let start_key = start_key(members)?;
        if !members.has("KeyConditionExpression") && !members.has("KeyConditions") {
            return Err(no_key_condition());
        }
        let mut expressions = Expressions::bind(members)?;
        let key_condition = expressions.key_condition()?;
        let legacy_filter = query_filter.is_some();
        let filter = expressions.filter()?.or(query_filter);
        let projection = expressions.projection()?.or(attributes);
        expressions.finish()?;
        let key_condition = match key_condition {
            Some(condition) => condition,
            None => key_conditions.condition()?.ok_or_else(no_key_condition)?,
        };
        key_condition.check()?;
        let name = table.name(Plane::Data)?;
        let shown = shown.with_name(&name, table.given());
        let input = QueryInput {
            table: name,
            index: page.index,
            key_condition,
            filter,
            legacy_filter,
            projection,
            select: page.select,
            limit,
            consistent: page.consistent,
            forward: members.flag("ScanIndexForward").unwrap_or(true),
            start_key,
        };
        Ok((input, shown))
    }
}

fn no_key_condition() -> ApiError {
    ApiError::validation(
        Rule::KeyConditionRequired,
        "Either the KeyConditions or KeyConditionExpression parameter must be specified in the \
         request.",
    )
    .about(Parameter::KeyConditionExpression)
}

/// Query words a limit below one in its own way.
fn limit(members: Members<'_>) -> Result<Option<NonZeroU32>, ApiError> {
    match members.integer("Limit") {
        Some(limit) if limit < 1 => Err(ApiError::validation(
            Rule::Minimum,
            "1 validation error detected: Value at 'Limit' failed to satisfy constraint: \
             Member must have value greater than or equal to 1",
        )
        .about(Parameter::Limit)),
        limit => Ok(positive(limit)),
    }
}

/// What Query and Scan read alike.
struct Page {
    pub index: Option<IndexName>,
    pub select: Option<Select>,
    pub consistent: bool,
}

impl Page {
    /// Reads index, selection and consistency.
    pub fn read(constraints: &mut Constraints, members: Members<'_>) -> Self {
        let index = members.text("IndexName");
        if let Some(index) = index {
            constraints.length("indexName", index, index.chars().count(), (3, 255));
            constraints.name_characters("indexName", index);
        }
        let choices = [
            ("SPECIFIC_ATTRIBUTES", Select::SpecificAttributes),
            ("COUNT", Select::Count),
            ("ALL_ATTRIBUTES", Select::AllAttributes),
            ("ALL_PROJECTED_ATTRIBUTES", Select::AllProjectedAttributes),
        ];
        Self {
            // What is no index name has just broken a constraint.
            index: index.and_then(|index| IndexName::parse(index).ok()),
            select: constraints.choice("select", members.text("Select"), &choices),
            consistent: members.flag("ConsistentRead").unwrap_or(false),
        }
    }
}

/// A number that was checked to be at least one.
pub(super) fn positive(number: Option<i64>) -> Option<NonZeroU32> {
    number.and_then(|number| u32::try_from(number).ok()).and_then(NonZeroU32::new)
}

/// Reads `ExclusiveStartKey`.
fn start_key(members: Members<'_>) -> Result<Option<Item>, ApiError> {
    let rephrase = |inner: String| format!("The provided starting key is invalid: {inner}");
    let key = members.map("ExclusiveStartKey").map(read_item).transpose();
    key.map_err(|error| {
        ApiError::from(error).rephrased(rephrase).about(Parameter::ExclusiveStartKey)
    })
}

static SCAN: Structure = Structure {
    class: "ScanInput",
    members: &[
        ("TableName", Shape::Text),
        ("IndexName", Shape::Text),
        ("FilterExpression", Shape::Text),
        ("ProjectionExpression", Shape::Text),
        ("ExpressionAttributeNames", NAMES),
        ("ExpressionAttributeValues", VALUE_MAP),
        ("Select", Shape::Text),
        ("Limit", Shape::Integer),
        ("ConsistentRead", Shape::Flag),
        ("Segment", Shape::Integer),
        ("TotalSegments", Shape::Integer),
        ("ExclusiveStartKey", VALUE_MAP),
        ("ReturnConsumedCapacity", Shape::Text),
        ("AttributesToGet", NAME_LIST),
        ("ScanFilter", CONDITIONS),
        ("ConditionalOperator", Shape::Text),
    ],
};

static SCAN_EXPRESSIONS: Accepted = Accepted {
    kinds: &[ExpressionKind::Projection, ExpressionKind::Filter],
    legacy: &["AttributesToGet", "ScanFilter", "ConditionalOperator"],
};

impl FromBody for ScanInput {
    const SHAPE: &'static Structure = &SCAN;

    fn from_body(body: &Json<'_>) -> Result<(Self, Shown), ApiError> {
        let members = shape::check(body, Self::SHAPE)?;
        let table = GivenTable::read(members)?;
        let mut constraints = Constraints::new();
        let shown = Shown::read(&mut constraints, members);
        let page = Page::read(&mut constraints, members);
        let scan_filter = Joined::read(&mut constraints, members, Parameter::ScanFilter);
        check_numbers(&mut constraints, members);
        legacy::check_names(&mut constraints, "attributesToGet", members);
        constraints.check()?;
        SCAN_EXPRESSIONS.check(members)?;
        scan_filter.check()?;
        let attributes = legacy::attributes_to_get(members)?;
        let scan_filter = scan_filter.filter()?;
        let start_key = start_key(members)?;
        let segment = segment(members)?;
        let mut expressions = Expressions::bind(members)?;
        let filter = expressions.filter()?.or(scan_filter);
        let projection = expressions.projection()?.or(attributes);
        expressions.finish()?;
        let name = table.name(Plane::Data)?;
        let shown = shown.with_name(&name, table.given());
        let input = ScanInput {
            table: name,
            index: page.index,
            filter,
            projection,
            select: page.select,
            limit: positive(members.integer("Limit")),
            consistent: page.consistent,
            segment,
            start_key,
        };
        Ok((input, shown))
    }
}

fn check_numbers(constraints: &mut Constraints, members: Members<'_>) {
    let most = i64::from(MAX_SEGMENTS);
    constraints.at_least("limit", members.integer("Limit"), 1);
    constraints.at_least("segment", members.integer("Segment"), 0);
    constraints.at_most("segment", members.integer("Segment"), most - 1);
    constraints.at_least("totalSegments", members.integer("TotalSegments"), 1);
    constraints.at_most("totalSegments", members.integer("TotalSegments"), most);
}

fn segment(members: Members<'_>) -> Result<Option<Segment>, ApiError> {
    let number = |name| members.integer(name).and_then(|number| u32::try_from(number).ok());
    match (number("Segment"), number("TotalSegments")) {
        (None, None) => Ok(None),
        (Some(_), None) => Err(ApiError::validation(
            Rule::TotalSegmentsRequired,
            "The TotalSegments parameter is required but was not present in the request when \
             Segment parameter is present",
        )
        .about(Parameter::TotalSegments)),
        (None, Some(_)) => Err(ApiError::validation(
            Rule::SegmentRequired,
            "The Segment parameter is required but was not present in the request when parameter \
             TotalSegments is present",
        )
        .about(Parameter::Segment)),
        (Some(index), Some(total)) => Segment::new(index, total).map(Some).ok_or_else(|| {
            let sentence = format!(
                "The Segment parameter is zero-based and must be less than parameter \
                 TotalSegments: Segment: {index} is not less than TotalSegments: {total}"
            );
            ApiError::validation(Rule::SegmentInRange, sentence).about(Parameter::Segment)
        }),
    }
}
