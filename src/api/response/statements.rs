//! The answers of PartiQL's operations.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use super::items::write_items_by_place;
use super::{Body, Context, Respond, Response, capacity};
use crate::api::error::{ApiError, ErrorKind};
use crate::api::request::next_token;
use crate::engine::ops::statement::{
    BatchExecuteStatementOutput, ExecuteStatementOutput, ExecuteTransactionOutput,
    StatementResponse,
};
use crate::engine::{Found, Operation};
use crate::model::TableName;

/// `Items` is always there, `NextToken` and `LastEvaluatedKey` when there is more.
impl Respond for ExecuteStatementOutput {
    fn write(&self, body: &mut Body, _: &Response, most_items: usize) {
        let next = self.next.as_ref();
        body.put_items("Items", self.items.iter().take(most_items).map(Found::item));
        body.put_some("NextToken", next.map(next_token));
        body.put_item("LastEvaluatedKey", next.and_then(|next| next.after.as_ref()));
    }

    fn items(&self) -> &[Found] {
        &self.items
    }

    fn statement_token(&self) -> Option<String> {
        self.next.as_ref().map(next_token)
    }
}

/// For each statement, in order, its item or its error.
impl Respond for BatchExecuteStatementOutput {
    fn write(&self, body: &mut Body, _: &Response, _: usize) {
        body.put_bodies("Responses", self.responses.iter().map(response));
    }

    fn capacity(&self, context: Context<'_>) -> Option<Json> {
        let answered: BTreeSet<&TableName> = self.responses.iter().filter_map(answered).collect();
        capacity::consumed_by_statements(context, &answered, &self.failed)
    }
}

impl Respond for ExecuteTransactionOutput {
    fn write(&self, body: &mut Body, _: &Response, _: usize) {
        write_items_by_place(body, &self.items);
    }

    fn capacity(&self, context: Context<'_>) -> Option<Json> {
        capacity::consumed_by_transaction(context)
    }
}

/// The table of a statement that was carried out.
fn answered(response: &StatementResponse) -> Option<&TableName> {
    response.table.as_ref().filter(|_| response.result.is_ok())
}

fn response(response: &StatementResponse) -> Body {
    let mut body = Body::default();
    let table = response.table.as_ref().map(|table| table.as_str());
    match &response.result {
        Ok(item) => {
            body.put_some("TableName", table);
            body.put_item("Item", item.as_ref().map(Found::item));
        }
        Err(error) => {
            let error = ApiError::from_engine(Operation::BatchExecuteStatement, error.clone());
            body.put_body("Error", error_body(&error));
            // A statement that was not understood is about no table.
            body.put_some("TableName", table.filter(|_| error.kind() != ErrorKind::Validation));
        }
    }
    body
}

fn error_body(error: &ApiError) -> Body {
    let mut body = Body::default();
    body.put("Code", error.kind().batch_code());
    body.put_some("Message", error.message());
    body
}
