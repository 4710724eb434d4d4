//! The clinic's handler at work: deliveries of a batch, what each record led to, and the notices that
//! patients have got.

use serde_json::Value as Json;

use crate::api::{Exchange, Request};
use crate::capacity::{Receipt, WriteUnits};
use crate::datasets::clinic_handler::{self as handler, Memory, Notice};
use crate::engine::inspect::Inspect;
use crate::model::{TableName, Value};
use crate::ui::model::answer::Rejection;
use crate::ui::model::words::{plural, visible, write_units};

/// A record of a batch, and what the handler makes of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Task {
    /// The record's `eventID`.
    pub event_id: String,
    /// What happened to which item.
    pub record: String,
    /// The notice, or why there is none.
    pub notice: Result<Notice, &'static str>,
}

/// What the handler is to do with an event, record by record.
pub fn tasks(event: &Json) -> Vec<Task> {
    let records = event["Records"].as_array().map_or(&[][..], Vec::as_slice);
    let task = |record: &Json| {
        let keys = record["dynamodb"]["Keys"].as_object();
        let values = keys.into_iter().flat_map(|keys| keys.values());
        let key: Vec<&str> =
            values.filter_map(|value| value.as_object()?.values().next()?.as_str()).collect();
        let event = record["eventName"].as_str().unwrap_or_default();
        Task {
            event_id: record["eventID"].as_str().unwrap_or_default().to_owned(),
            record: format!("{event} {}", visible(&key.join(" · "))),
            notice: handler::notice_of(record),
        }
    };
    records.iter().map(task).collect()
}

/// The request of a task; none where there is no notice to send.
pub fn request(task: &Task, memory: Memory) -> Option<Request> {
    let notice = task.notice.as_ref().ok()?;
    Some(handler::send(notice, &task.event_id, memory))
}

/// What became of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handled {
    /// The record.
    pub record: String,
    /// What came of it.
    pub outcome: String,
    /// Whether a notice went out.
    pub is_sent: bool,
}

/// One call of the handler.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// 1-based.
    pub number: usize,
    /// Its records.
    pub records: Vec<Handled>,
    /// What its writes consumed.
    pub units: WriteUnits,
}

impl Delivery {
    /// A call that is yet to handle its records.
    pub fn new(number: usize) -> Self {
        Self { number, records: Vec::new(), units: WriteUnits::ZERO }
    }

    /// Adds a record and what became of its request, if it had one.
    pub fn add(&mut self, task: &Task, exchange: Option<&Exchange>) {
        let outcome = match (exchange, &task.notice) {
            (None, Err(why)) => (*why).to_owned(),
            (Some(exchange), Ok(notice)) => {
                self.units += exchange.receipts.iter().map(Receipt::write_units).sum();
                match &exchange.response {
                    Ok(_) => {
                        format!("Sent to {}: “{}”", visible(&notice.patient), visible(&notice.text))
                    }
                    Err(error)
                        if Rejection::from_error(error).name()
                            == "TransactionCanceledException" =>
                    {
                        "Not sent again: the mark of this eventID exists, so the transaction was \
                         canceled."
                            .to_owned()
                    }
                    Err(error) => error.message().map_or_else(|| error.type_name(), str::to_owned),
                }
            }
            _ => "Not sent.".to_owned(),
        };
        let is_sent = exchange.is_some_and(|exchange| exchange.response.is_ok());
        self.records.push(Handled { record: task.record.clone(), outcome, is_sent });
    }

    /// In a line.
    pub fn words(&self) -> String {
        let sent = self.records.iter().filter(|record| record.is_sent).count();
        format!(
            "Delivery {}: {}, {} sent, {} WCU",
            self.number,
            plural(self.records.len() as u64, "record", "records"),
            plural(sent as u64, "notice", "notices"),
            write_units(self.units),
        )
    }
}

/// A notice as a patient has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeLine {
    /// The patient.
    pub patient: String,
    /// The text.
    pub text: String,
    /// How often it was sent.
    pub sent: String,
    /// Whether it was sent more than once.
    pub is_doubled: bool,
}

/// Every notice in the table of notices.
pub fn notices(inspect: &Inspect<'_>) -> Vec<NoticeLine> {
    let Ok(table) = TableName::parse(handler::NOTICES) else { return Vec::new() };
    let rows = inspect.rows(&table, None);
    let line = |row: &crate::engine::inspect::RowView| {
        let item = row.item.item();
        let text = |name: &str| match item.get(name) {
            Some(Value::S(text)) => Some(visible(text)),
            Some(Value::N(number)) => Some(number.to_string()),
            _ => None,
        };
        let sent = text("sent")?;
        let is_doubled = sent != "1";
        Some(NoticeLine { patient: text("recipient")?, text: text("text")?, sent, is_doubled })
    };
    rows.iter().filter_map(line).collect()
}

/// Whether the table of notices is there.
pub fn has_notices_table(inspect: &Inspect<'_>) -> bool {
    TableName::parse(handler::NOTICES).is_ok_and(|table| inspect.table(&table).is_some())
}
