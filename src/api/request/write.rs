//! What PutItem, UpdateItem and DeleteItem have in common, and items and keys wherever they stand.

use crate::api::error::{ApiError, Constraints, Parameter};
use crate::api::json::read_item;
use crate::api::shape::Members;
use crate::engine::ReturnValues;
use crate::model::Item;

/// The legacy parameters of conditions.
pub const LEGACY_CONDITION: &[&str] = &["Expected", "ConditionalOperator"];

/// The item or key in this parameter; an empty one where there is none.
pub fn item_in(members: Members<'_>, parameter: Parameter) -> Result<Item, ApiError> {
    let read = members.map(parameter.name()).map_or(Ok(Item::new()), read_item);
    read.map_err(|error| ApiError::from(error).about(parameter))
}

/// Reads `ReturnValues`.
pub fn return_values(constraints: &mut Constraints, members: Members<'_>) -> ReturnValues {
    let choices = [
        ("ALL_NEW", ReturnValues::AllNew),
        ("UPDATED_OLD", ReturnValues::UpdatedOld),
        ("ALL_OLD", ReturnValues::AllOld),
        ("NONE", ReturnValues::None),
        ("UPDATED_NEW", ReturnValues::UpdatedNew),
    ];
    let given = members.text("ReturnValues");
    constraints.choice("returnValues", given, &choices).unwrap_or_default()
}

/// Reads `ReturnValuesOnConditionCheckFailure`: whether the item is wanted.
pub fn return_old_on_failure(constraints: &mut Constraints, members: Members<'_>) -> bool {
    return_old_at(constraints, "", members)
}

/// The same of a part of a request, whose path ends with a dot.
pub fn return_old_at(constraints: &mut Constraints, path: &str, members: Members<'_>) -> bool {
    let given = members.text("ReturnValuesOnConditionCheckFailure");
    let choices = [("ALL_OLD", true), ("NONE", false)];
    let path = format!("{path}returnValuesOnConditionCheckFailure");
    constraints.choice(&path, given, &choices).unwrap_or(false)
}
