//! BatchExecuteStatement: for each statement its item or its error.

use super::Body;
use crate::api::error::ApiError;
use crate::engine::EngineError;
use crate::engine::Found;
use crate::engine::ops::Operation;
use crate::engine::ops::batch_execute_statement::{Output, Response};

/// Writes the responses in the order of the statements.
pub fn write(body: &mut Body, output: &Output) {
    body.put_bodies("Responses", output.responses.iter().map(response));
}

fn response(response: &Response) -> Body {
    let mut body = Body::default();
    match &response.result {
        Ok(item) => {
            body.put_some("TableName", response.table.as_ref().map(|table| table.as_str()));
            body.put_item("Item", item.as_ref().map(Found::item));
        }
        Err(error) => {
            body.put_body("Error", of_error(error));
            body.put_some("TableName", response.table.as_ref().map(|table| table.as_str()));
        }
    }
    body
}

fn of_error(error: &EngineError) -> Body {
    let error = ApiError::of_engine(Operation::BatchExecuteStatement, error.clone());
    let mut body = Body::default();
    body.put("Code", error.kind().batch_code());
    body.put_some("Message", error.message());
    body.put_some("Item", error.members().get("Item").cloned());
    body
}
