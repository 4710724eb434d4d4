//! Scan.

use serde_json::Value as Json;

use super::FromBody;
use super::expressions::{Accepted, Expressions};
use super::legacy::{self, Joined};
use super::query::{Page, positive, start_key};
use super::shown::Shown;
use super::table::GivenTable;
use crate::api::error::{ApiError, Constraints, Parameter, Rule};
use crate::api::shape::{self, CONDITIONS, Members, NAME_LIST, NAMES, Shape, Structure, VALUE_MAP};
use crate::engine::Plane;
use crate::engine::ops::ScanInput;
use crate::engine::ops::scan::{MAX_SEGMENTS, Segment};
use crate::expression::ExpressionKind;

static SHAPE: Structure = Structure {
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

static ACCEPTED: Accepted = Accepted {
    kinds: &[ExpressionKind::Projection, ExpressionKind::Filter],
    legacy: &["AttributesToGet", "ScanFilter", "ConditionalOperator"],
};

impl FromBody for ScanInput {
    fn from_body(body: &Json) -> Result<(Self, Shown), ApiError> {
        let members = shape::check(body, &SHAPE)?;
        let table = GivenTable::read(members)?;
        let mut constraints = Constraints::new();
        let shown = Shown::read(&mut constraints, members);
        let page = Page::read(&mut constraints, members);
        let scan_filter = Joined::read(&mut constraints, members, Parameter::ScanFilter);
        check_numbers(&mut constraints, members);
        legacy::check_names(&mut constraints, "attributesToGet", members);
        constraints.check()?;
        ACCEPTED.check(members)?;
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
        let shown = shown.of_table(&name, table.given());
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
