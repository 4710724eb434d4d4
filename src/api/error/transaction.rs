//! Why a transaction was not made: the reasons, one for each action.
//!
//! Refuses to know how they are found.

use serde_json::{Map, Value as Json};

use super::engine::DUPLICATE_ITEM;
use super::{ApiError, ErrorKind, Parameter, Rule, throttle};
use crate::api::json::item_to_json;
use crate::engine::{CancellationReason, EngineError, Operation};

/// A cancelled transaction: the codes in the sentence, the rest in `CancellationReasons`.
pub fn cancelled(operation: Operation, reasons: Vec<CancellationReason>) -> ApiError {
    let codes: Vec<&str> = reasons.iter().map(code).collect();
    let sentence = format!(
        "Transaction cancelled, please refer cancellation reasons for specific reasons [{}]",
        codes.join(", ")
    );
    let errors = reasons.iter().map(|reason| own_error(operation, reason)).collect();
    let reasons = reasons.into_iter().map(|reason| written(operation, reason)).collect();
    ApiError::new(ErrorKind::TransactionCanceled, Rule::TransactionMade, sentence)
        .with_member("CancellationReasons", reasons)
        .with_reasons(errors)
}

/// The sentence is the API reference's; the service's own is unconfirmed.
pub fn token_mismatch() -> ApiError {
    ApiError::new(
        ErrorKind::IdempotentParameterMismatch,
        Rule::TokenOfOneRequest,
        "DynamoDB rejected the request because you retried a request with a different payload but \
         with an idempotent token that was already used.",
    )
    .about(Parameter::ClientRequestToken)
}

/// The error that an action would have had by itself.
fn own_error(operation: Operation, reason: &CancellationReason) -> Option<ApiError> {
    let error = match reason.clone() {
        CancellationReason::None => return None,
        CancellationReason::ConditionFailed { item } => EngineError::ConditionFailed { item },
        CancellationReason::DuplicateItem => EngineError::DuplicateItem,
        CancellationReason::Conflict => EngineError::TransactionConflict,
        CancellationReason::Throttled(throttled) => EngineError::Throttled(throttled),
        CancellationReason::Invalid(error) => *error,
    };
    Some(ApiError::of_engine(operation, error))
}

fn code(reason: &CancellationReason) -> &'static str {
    match reason {
        CancellationReason::None => "None",
        CancellationReason::ConditionFailed { .. } => "ConditionalCheckFailed",
        CancellationReason::DuplicateItem => "DuplicateItem",
        CancellationReason::Conflict => "TransactionConflict",
        CancellationReason::Throttled(throttled) => match throttled.provisioned {
            true => "ProvisionedThroughputExceeded",
            false => "ThrottlingError",
        },
        CancellationReason::Invalid(_) => "ValidationError",
    }
}

fn written(operation: Operation, reason: CancellationReason) -> Json {
    let mut members = Map::new();
    let mut put = |name: &str, value: Json| drop(members.insert(name.to_owned(), value));
    put("Code", code(&reason).into());
    match reason {
        CancellationReason::None => {}
        CancellationReason::ConditionFailed { item } => {
            put("Message", "The conditional request failed".into());
            if let Some(row) = item {
                put("Item", item_to_json(row.item()));
            }
        }
        CancellationReason::DuplicateItem => put("Message", DUPLICATE_ITEM.into()),
        CancellationReason::Conflict => {
            put("Message", "Transaction is ongoing for the item.".into());
        }
        CancellationReason::Throttled(throttled) => {
            put("Message", throttle::sentence(&throttled).into());
        }
        CancellationReason::Invalid(error) => {
            let error = ApiError::of_engine(operation, *error);
            put("Message", error.message().unwrap_or_default().into());
        }
    }
    Json::Object(members)
}
