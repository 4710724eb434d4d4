//! Grades what an answer did: items, state, cost and kind of operation, never its text.
//!
//! The page and the checker grade alike. A failure is data; its sentence is made here, in
//! [`Failure`]'s `Display`.

use std::fmt;

use content::Number;
use content::exercise::{
    Check, CheckKind, Exercise, Expected, IndexKind as Kind, LabCheck, Part, RowsCheck, Settings,
    ShapeCheck, StateCheck,
};
use content::request::{Lab, Request as Written};
use serde_json::{Map, Value as Json};

use super::facts::{Value, returned_items};
use super::stage::{Opening, Scenarios, Stage, StageError};
use crate::api::json::{item_from_json, item_to_json};
use crate::api::{Exchange, Request};
use crate::engine::inspect::TableSummary;
use crate::model::{BillingMode, IndexKind, Item, KeyAttribute, KeySchema, TableName};

/// The partitions of an exercise's pictures.
pub const PARTITIONS: u32 = 4;

/// Why an answer doesn't pass.
#[derive(Debug, Clone, PartialEq)]
pub enum Failure {
    /// A request failed.
    Rejected {
        /// Which of the answer's, from 1.
        request: usize,
        /// How many there are.
        of: usize,
        /// The error's name.
        error: String,
        /// Its message.
        message: String,
    },
    /// Other items came back than were to.
    Rows {
        /// Items that are missing, as plain attributes.
        missing: Vec<Json>,
        /// Items that are too many.
        extra: Vec<Json>,
    },
    /// The right items came back in another order.
    Order,
    /// An item isn't as it should be.
    State {
        /// The item, by the attributes that name it.
        item: Json,
        /// How it should be.
        expect: Expected,
        /// The item as it is, if there is one.
        found: Option<Json>,
    },
    /// There is no such table or index.
    Shape(ShapeCheck),
    /// An operation was used that may not be.
    Operation {
        /// The operation.
        used: String,
        /// Those that may be.
        allowed: Vec<String>,
    },
    /// There were too many requests.
    Requests {
        /// How many.
        used: u64,
        /// How many there may be.
        most: u64,
    },
    /// It read for too much.
    ReadUnits {
        /// The units.
        used: Number,
        /// The budget.
        budget: Number,
        /// Whether it was right otherwise.
        rest_is_right: bool,
    },
    /// It wrote for too much.
    WriteUnits {
        /// The units.
        used: Number,
        /// The budget.
        budget: Number,
        /// Whether it was right otherwise.
        rest_is_right: bool,
    },
    /// It changed more or fewer items.
    Changes {
        /// How many it changed.
        made: u64,
        /// How many it was to.
        expected: u64,
    },
    /// It ended with another error, or none.
    Error {
        /// The error that was to come.
        expected: String,
        /// The error that came.
        found: Option<String>,
    },
    /// The settings make no experiment of the traffic lab.
    NoExperiment,
    /// Under load too many attempts are throttled.
    Throttled {
        /// How many, in percent.
        percent: Number,
        /// How many may be.
        most: Number,
        /// The reason that throttles most of them.
        reason: Option<String>,
    },
    /// Under load too few requests succeed.
    Succeeded {
        /// How many, in percent.
        percent: Number,
        /// How many must.
        least: Number,
    },
    /// Under load requests take too long.
    Slow {
        /// Milliseconds that 99 of 100 take at most.
        millis: Number,
        /// How many they may.
        most: Number,
    },
    /// A month like the load costs too much.
    Dear {
        /// US dollars.
        dollars: Number,
        /// How many there may be.
        budget: Number,
    },
}

impl Failure {
    /// The check that failed.
    pub fn kind(&self) -> CheckKind {
        match self {
            Failure::Rejected { .. } => CheckKind::Accepted,
            Failure::Rows { .. } | Failure::Order => CheckKind::Rows,
            Failure::State { .. } => CheckKind::State,
            Failure::Shape(_) => CheckKind::Shape,
            Failure::Operation { .. } => CheckKind::Operation,
            Failure::Requests { .. } => CheckKind::MaxRequests,
            Failure::ReadUnits { .. } => CheckKind::MaxRcu,
            Failure::WriteUnits { .. } => CheckKind::MaxWcu,
            Failure::Changes { .. } => CheckKind::Changes,
            Failure::Error { .. } => CheckKind::Error,
            Failure::NoExperiment => CheckKind::Accepted,
            Failure::Throttled { .. } => CheckKind::MaxThrottledPercent,
            Failure::Succeeded { .. } => CheckKind::MinSucceededPercent,
            Failure::Slow { .. } => CheckKind::MaxP99Millis,
            Failure::Dear { .. } => CheckKind::MaxDollars,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Rejected { request, of, error, message } => {
                match of {
                    1 => f.write_str("The request was rejected")?,
                    of => write!(f, "Request {request} of {of} was rejected")?,
                }
                write!(f, ": {error}: {message}")
            }
            Failure::Rows { missing, extra } => {
                let (missed, added) = (missing.len(), extra.len());
                match (missed, added) {
                    (0, _) => write!(f, "{} too many: {}.", items(added), listed(extra)),
                    (_, 0) => write!(f, "{} missing: {}.", items(missed), listed(missing)),
                    _ => write!(
                        f,
                        "{} missing ({}), and {} too many ({}).",
                        items(missed),
                        listed(missing),
                        items(added),
                        listed(extra)
                    ),
                }
            }
            Failure::Order => f.write_str("The right items, in another order than the task says."),
            Failure::State { item, expect, found } => {
                state_sentence(f, item, expect, found.as_ref())
            }
            Failure::Shape(shape) => shape_sentence(f, shape),
            Failure::Operation { used, allowed } => {
                write!(f, "This uses {used}. The task is to do it with {}.", allowed.join(" or "))
            }
            Failure::Requests { used, most } => {
                let plural = if *most == 1 { "" } else { "s" };
                write!(f, "This takes {used} requests. It can be done with {most} request{plural}.")
            }
            Failure::ReadUnits { used, budget, rest_is_right } => {
                let begin =
                    if *rest_is_right { "Right result, wrong price" } else { "Over budget" };
                write!(f, "{begin}: {used} RCU, and the budget is {budget} RCU.")
            }
            Failure::WriteUnits { used, budget, rest_is_right } => {
                let begin =
                    if *rest_is_right { "Right result, wrong price" } else { "Over budget" };
                write!(f, "{begin}: {used} WCU, and the budget is {budget} WCU.")
            }
            Failure::Changes { made, expected } => {
                write!(
                    f,
                    "This changes {}, and the task is to change {expected}.",
                    items(*made as usize)
                )
            }
            Failure::Error { expected, found: None } => {
                write!(f, "The last request succeeded. It should be rejected with {expected}.")
            }
            Failure::Error { expected, found: Some(found) } => {
                write!(f, "The last request was rejected with {found}, not with {expected}.")
            }
            Failure::NoExperiment => {
                f.write_str("These settings can't be run: look for the field with a mistake.")
            }
            Failure::Throttled { percent, most, reason } => {
                let percent = percent.rounded(1);
                write!(f, "Under load, {percent}% of the attempts are throttled")?;
                match reason {
                    Some(reason) => write!(f, ", most of them with {reason}.")?,
                    None => f.write_str(".")?,
                }
                match *most == Number::ZERO {
                    true => f.write_str(" The goal is none."),
                    false => write!(f, " The goal is at most {most}%."),
                }
            }
            Failure::Succeeded { percent, least } => {
                let percent = percent.rounded(1);
                write!(f, "Under load, {percent}% of the requests succeed. At least {least}% must.")
            }
            Failure::Slow { millis, most } => {
                write!(
                    f,
                    "Under load, the slowest 1% of the requests take more than {millis} ms in the worst \
                     second. At most {most} ms are allowed."
                )
            }
            Failure::Dear { dollars, budget } => {
                let (dollars, budget) = (money(*dollars), money(*budget));
                write!(f, "A month like this costs {dollars}. The budget is {budget}.")
            }
        }
    }
}

/// US dollars to the cent: `$328.50`.
pub fn money(dollars: Number) -> String {
    let text = dollars.rounded(2).to_string();
    match text.split_once('.') {
        Some((whole, cents)) => format!("${whole}.{cents:0<2}"),
        None => format!("${text}.00"),
    }
}

fn items(count: usize) -> String {
    if count == 1 { "1 item".into() } else { format!("{count} items") }
}

/// Most items that a sentence lists.
const LISTED: usize = 3;

/// Items as a sentence has them: their attributes' values.
fn listed(rows: &[Json]) -> String {
    let mut named: Vec<String> = rows.iter().take(LISTED).map(plain_row).collect();
    if rows.len() > LISTED {
        named.push(format!("and {} more", rows.len() - LISTED));
    }
    named.join(", ")
}

fn plain_row(row: &Json) -> String {
    let values = row.as_object().into_iter().flat_map(Map::values).map(plain_value);
    values.collect::<Vec<_>>().join(" · ")
}

/// An attribute without its type: `{"S": "x"}` is `x`.
fn plain_value(value: &Json) -> String {
    let inner = value.as_object().and_then(|members| members.values().next());
    match inner {
        Some(Json::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => "(no value)".into(),
    }
}

fn named(item: &Json) -> String {
    let members = item.as_object().into_iter().flatten();
    let named = members.map(|(name, value)| format!("{name} {}", plain_value(value)));
    named.collect::<Vec<_>>().join(", ")
}

fn state_sentence(
    f: &mut fmt::Formatter<'_>,
    item: &Json,
    expect: &Expected,
    found: Option<&Json>,
) -> fmt::Result {
    let item = named(item);
    let Some(found) = found else {
        return write!(f, "There is no item with {item}, and there should be.");
    };
    match expect {
        Expected::Absent => write!(f, "The item with {item} is still there."),
        Expected::Present => write!(f, "The item with {item} isn't as it should be."),
        Expected::Lacks(names) => {
            let still = names.iter().filter(|name| found.get(&***name).is_some());
            let still: Vec<&str> = still.map(String::as_str).collect();
            write!(f, "The item with {item} still has {}.", still.join(", "))
        }
        Expected::Has(attributes) | Expected::Equals(attributes) => {
            let members = attributes.as_object().into_iter().flatten();
            let unlike: Vec<String> = members
                .filter(|(name, value)| found.get(&***name) != Some(*value))
                .map(|(name, value)| match found.get(&**name) {
                    Some(other) => {
                        format!("{name} is {}, not {}", plain_value(other), plain_value(value))
                    }
                    None => format!("{name} is missing, and should be {}", plain_value(value)),
                })
                .collect();
            match unlike.is_empty() {
                true => write!(f, "The item with {item} has attributes that it shouldn't have."),
                false => write!(f, "The item with {item}: {}.", unlike.join("; ")),
            }
        }
    }
}

fn shape_sentence(f: &mut fmt::Formatter<'_>, shape: &ShapeCheck) -> fmt::Result {
    let what = match shape.index {
        None => "table",
        Some(Kind::Gsi) => "global secondary index",
        Some(Kind::Lsi) => "local secondary index",
    };
    write!(f, "There is no {what}")?;
    if let Some(table) = &shape.table {
        write!(f, "{} {table}", if shape.index.is_some() { " of" } else { "" })?;
    }
    let mut with = Vec::new();
    if !shape.partition.is_empty() {
        with.push(format!("partition key {}", shape.partition.join(", ")));
    }
    if !shape.sort.is_empty() {
        with.push(format!("sort key {}", shape.sort.join(", ")));
    }
    if let Some(name) = &shape.name {
        with.insert(0, format!("the name {name}"));
    }
    with.extend(shape.max_items.map(|most| format!("at most {}", items(most as usize))));
    with.extend(shape.billing.as_ref().map(|billing| format!("billing mode {billing}")));
    match with.is_empty() {
        true => f.write_str("."),
        false => write!(f, " with {}.", with.join(" and ")),
    }
}

/// What somebody answers to a part.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Submission {
    /// The requests, in order.
    pub requests: Vec<Request>,
    /// The settings of the traffic lab.
    pub settings: Settings,
}

impl Submission {
    /// An answer as content has it, to be given on this stage.
    pub fn from_content(
        stage: &Stage,
        answer: &[Written],
        settings: &Settings,
    ) -> Result<Self, StageError> {
        Ok(Self { requests: stage.requests(answer)?, settings: settings.clone() })
    }
}

/// Requests, and nothing of the traffic lab.
impl From<Vec<Request>> for Submission {
    fn from(requests: Vec<Request>) -> Self {
        Self { requests, settings: Settings::new() }
    }
}

/// What became of the answer to one part.
#[derive(Debug)]
pub struct PartGrade {
    /// What its requests did, in order.
    pub exchanges: Vec<Exchange>,
    /// What failed; nothing if it passes.
    pub failures: Vec<Failure>,
}

impl PartGrade {
    /// Whether it passes.
    pub fn passes(&self) -> bool {
        self.failures.is_empty()
    }
}

/// Plays an answer to a part on the stage and grades it. The stage is left as the answer leaves it.
pub fn grade_part(
    stage: &mut Stage,
    part: &Part,
    answer: &Submission,
) -> Result<PartGrade, StageError> {
    let check = &part.check;
    // What is to be found is looked up before the answer could change it.
    let rows = check.rows.as_ref().map(|rows| expected_rows(stage, part, rows)).transpose()?;
    let exchanges: Vec<Exchange> =
        answer.requests.iter().map(|request| stage.send(request.clone())).collect();
    let mut failures = rejections(check, &exchanges);
    if let (Some(check), Some(expected)) = (&check.rows, rows) {
        failures.extend(compare_rows(check, expected, rows_of(&exchanges, &check.by)));
    }
    failures.extend(check.state.iter().filter_map(|state| check_state(stage, state)));
    let missing = check.shape.iter().filter(|shape| !has_shape(stage, shape));
    failures.extend(missing.cloned().map(Failure::Shape));
    failures.extend(check_operations(check, &exchanges));
    if let Some(expected) = check.changes {
        let made = exchanges.iter().map(|e| e.changes.end - e.changes.start).sum();
        failures.extend((made != expected).then_some(Failure::Changes { made, expected }));
    }
    failures.extend(check_cost(check, &exchanges, failures.is_empty()));
    if let Some(check) = &check.lab {
        failures.extend(check_lab(stage, check, &answer.settings)?);
    }
    Ok(PartGrade { exchanges, failures })
}

fn rejections(check: &Check, exchanges: &[Exchange]) -> Vec<Failure> {
    let mut failures = Vec::new();
    let of = exchanges.len();
    for (at, exchange) in exchanges.iter().enumerate() {
        let error = exchange.response.as_ref().err();
        let may_fail = check.error.is_some() && at + 1 == of;
        if let Some(error) = error.filter(|_| !may_fail) {
            failures.push(Failure::Rejected {
                request: at + 1,
                of,
                error: error.kind().name().to_owned(),
                message: error.message().unwrap_or_default().to_owned(),
            });
        }
    }
    if let Some(expected) = &check.error {
        let last = exchanges.last().and_then(|exchange| exchange.response.as_ref().err());
        let found = last.map(|error| error.kind().name().to_owned());
        if found.as_ref() != Some(expected) {
            failures.push(Failure::Error { expected: expected.clone(), found });
        }
    }
    failures
}

/// The items to be returned, in this state.
fn expected_rows(stage: &Stage, part: &Part, rows: &RowsCheck) -> Result<Vec<Json>, StageError> {
    // Both look, and on a copy, since a solution may write.
    let found_by = |requests: &[content::request::Request]| {
        let mut stage = stage.clone();
        let requests = stage.requests(requests)?;
        let exchanges: Vec<_> = requests.into_iter().map(|request| stage.send(request)).collect();
        Ok(rows_of(&exchanges, &rows.by))
    };
    match (&rows.oracle, &rows.expect) {
        (Some(oracle), _) => found_by(std::slice::from_ref(oracle)),
        (None, Some(expect)) if !stage.is_hidden() => Ok(expect.clone()),
        (None, _) => found_by(&part.solution.answer),
    }
}

/// The attributes to compare, of every item that was returned.
fn rows_of(exchanges: &[Exchange], by: &[String]) -> Vec<Json> {
    let bodies = exchanges.iter().filter_map(|exchange| exchange.response.as_ref().ok());
    let items = bodies.flat_map(|response| returned_items(&response.to_json()));
    let shown = |item: Json| {
        let members =
            by.iter().map(|name| (name.clone(), item.get(name).cloned().unwrap_or_default()));
        Json::Object(members.collect())
    };
    items.map(shown).collect()
}

fn compare_rows(check: &RowsCheck, expected: Vec<Json>, found: Vec<Json>) -> Option<Failure> {
    let (mut missing, mut extra) = (expected.clone(), Vec::new());
    for row in &found {
        match missing.iter().position(|other| other == row) {
            Some(at) => drop(missing.remove(at)),
            None => extra.push(row.clone()),
        }
    }
    if !missing.is_empty() || !extra.is_empty() {
        return Some(Failure::Rows { missing, extra });
    }
    (check.ordered && found != expected).then_some(Failure::Order)
}

fn check_state(stage: &Stage, check: &StateCheck) -> Option<Failure> {
    let found = find_item(stage, check);
    let (Ok(wanted), found) = (item_from_json(&check.item), found) else {
        return Some(failed_state(check, None));
    };
    let attributes = |json: &Json| item_from_json(json).unwrap_or_default();
    let has = |item: &Item, json: &Json| {
        attributes(json).iter().all(|(n, v)| item.get(n.as_str()) == Some(v))
    };
    let is_right = match (&check.expect, &found) {
        (Expected::Absent, found) => found.is_none(),
        (_, None) => false,
        (Expected::Present, Some(_)) => true,
        (Expected::Has(json), Some((item, _))) => has(item, json),
        (Expected::Equals(json), Some((item, keys))) => {
            let named = attributes(json);
            let only = item.iter().all(|(name, _)| {
                let name = name.as_str();
                named.contains(name) || wanted.contains(name) || keys.contains(name)
            });
            only && has(item, json)
        }
        (Expected::Lacks(names), Some((item, _))) => !names.iter().any(|name| item.contains(name)),
    };
    let found = found.map(|(item, _)| item_to_json(&item));
    (!is_right).then(|| failed_state(check, found))
}

fn failed_state(check: &StateCheck, found: Option<Json>) -> Failure {
    Failure::State { item: check.item.clone(), expect: check.expect.clone(), found }
}

/// The item that a check is about, with the key schema of its table.
fn find_item(stage: &Stage, check: &StateCheck) -> Option<(Item, KeySchema)> {
    let name = check.table.clone().or_else(|| stage.table())?;
    let table = TableName::parse(&name).ok()?;
    let inspect = stage.session().engine().inspect();
    let keys = inspect.table(&table)?.schema.keys;
    let wanted = item_from_json(&check.item).ok()?;
    let matches =
        |item: &Item| wanted.iter().all(|(name, value)| item.get(name.as_str()) == Some(value));
    let by_key = inspect.item(&table, &wanted).map(|row| row.item().clone());
    let found = match by_key {
        Some(item) => Some(item).filter(|item| matches(item)),
        None if keys.encode(&wanted).is_ok() => None,
        None => {
            let rows = inspect.rows(&table, None);
            rows.iter().map(|row| row.item.item()).find(|item| matches(item)).cloned()
        }
    };
    Some((found?, keys))
}

fn has_shape(stage: &Stage, check: &ShapeCheck) -> bool {
    let name = check.table.clone().or_else(|| stage.table());
    let tables = stage.session().engine().inspect().tables();
    let of_name =
        |table: &&TableSummary| name.as_ref().is_none_or(|name| table.schema.name.as_str() == name);
    tables.iter().filter(of_name).any(|table| table_has_shape(table, check))
}

fn table_has_shape(table: &TableSummary, check: &ShapeCheck) -> bool {
    let names = |attributes: &[KeyAttribute]| -> Vec<String> {
        attributes.iter().map(|attribute| attribute.name.as_str().to_owned()).collect()
    };
    let has_keys = |keys: &KeySchema| {
        (check.partition.is_empty() || names(&keys.partition) == check.partition)
            && (check.sort.is_empty() || names(&keys.sort) == check.sort)
    };
    let holds = |items: u64| check.max_items.is_none_or(|most| items <= most);
    let billing = match table.schema.billing {
        BillingMode::PayPerRequest => "PAY_PER_REQUEST",
        BillingMode::Provisioned(_) => "PROVISIONED",
    };
    if check.billing.as_ref().is_some_and(|wanted| wanted != billing) {
        return false;
    }
    let Some(kind) = check.index else {
        return has_keys(&table.schema.keys) && holds(table.items);
    };
    let kind = match kind {
        Kind::Gsi => IndexKind::Global,
        Kind::Lsi => IndexKind::Local,
    };
    let of_kind = table.indexes.iter().filter(|index| index.kind == kind);
    let has_name = |name: &str| check.name.as_ref().is_none_or(|wanted| wanted == name);
    of_kind
        .into_iter()
        .any(|index| has_name(index.name.as_str()) && has_keys(&index.keys) && holds(index.items))
}

fn check_operations(check: &Check, exchanges: &[Exchange]) -> Vec<Failure> {
    let mut failures = Vec::new();
    let used = exchanges.iter().map(|exchange| exchange.request.operation.name());
    if !check.operation.is_empty() {
        let other =
            used.clone().find(|name| !check.operation.iter().any(|allowed| allowed == name));
        failures.extend(other.map(|used| Failure::Operation {
            used: used.to_owned(),
            allowed: check.operation.clone(),
        }));
    }
    let used = used.count() as u64;
    let most = check.max_requests.filter(|most| used > *most);
    failures.extend(most.map(|most| Failure::Requests { used, most }));
    failures
}

fn check_cost(check: &Check, exchanges: &[Exchange], rest_is_right: bool) -> Vec<Failure> {
    let receipts = || exchanges.iter().flat_map(|exchange| &exchange.receipts);
    let rcu = Number::from_halves(receipts().map(|r| r.read_units().halves()).sum());
    let wcu = Number::from_u64(receipts().map(|r| r.write_units().get()).sum());
    let over = |used: Number, budget: Option<Number>| budget.filter(|budget| used > *budget);
    let reads = over(rcu, check.max_rcu).map(|budget| Failure::ReadUnits {
        used: rcu,
        budget,
        rest_is_right,
    });
    let writes = over(wcu, check.max_wcu).map(|budget| Failure::WriteUnits {
        used: wcu,
        budget,
        rest_is_right,
    });
    reads.into_iter().chain(writes).collect()
}

/// The setting of the traffic lab that says how the table is billed.
const MODE: &str = "mode";
/// The setting with the read capacity units of a provisioned table.
const READ_UNITS: &str = "rcu";
/// The setting with the write capacity units of a provisioned table.
const WRITE_UNITS: &str = "wcu";

/// The experiment that an answer is put to: as its author has it, but for the settings that the
/// answer chooses and, where they are to count, the capacity mode and capacity of the table as the
/// stage has it.
pub fn experiment(stage: &Stage, check: &LabCheck, settings: &Settings) -> Lab {
    let mut lab = check.experiment.clone();
    let mut set = |name: &str, text: String| {
        lab.set.retain(|(known, _)| known != name);
        lab.set.push((name.to_owned(), text));
    };
    let chosen = settings.iter().filter(|(name, _)| check.choose.contains(name));
    chosen.for_each(|(name, text)| set(name, text.clone()));
    if check.of_table {
        let name = stage.table();
        let tables = stage.session().engine().inspect().tables();
        let table = tables.iter().find(|table| Some(table.schema.name.as_str()) == name.as_deref());
        match table.map(|table| table.schema.billing) {
            Some(BillingMode::Provisioned(throughput)) => {
                set(MODE, "provisioned".into());
                set(READ_UNITS, throughput.read.to_string());
                set(WRITE_UNITS, throughput.write.to_string());
            }
            Some(BillingMode::PayPerRequest) | None => set(MODE, "demand".into()),
        }
    }
    lab
}

fn check_lab(
    stage: &Stage,
    check: &LabCheck,
    settings: &Settings,
) -> Result<Vec<Failure>, StageError> {
    // What the author wrote must make an experiment; what a learner chooses may not.
    if !stage.has_experiment(&check.experiment) {
        return Err(StageError::Lab(check.experiment.preset.clone()));
    }
    let Ok(ran) = stage.lab(&experiment(stage, check, settings)) else {
        return Ok(vec![Failure::NoExperiment]);
    };
    let number = |name| match ran.facts.get(name) {
        Some(Value::Number(number)) => *number,
        _ => Number::ZERO,
    };
    let reason = match ran.facts.get("throttled_by") {
        Some(Value::Text(reason)) => Some(reason.clone()),
        _ => None,
    };
    let throttled = check.max_throttled_percent.and_then(|most| {
        let percent = number("throttled_percent");
        (percent > most).then_some(Failure::Throttled { percent, most, reason })
    });
    let succeeded = check.min_succeeded_percent.and_then(|least| {
        let percent = number("succeeded_percent");
        (percent < least).then_some(Failure::Succeeded { percent, least })
    });
    let slow = check.max_p99_millis.and_then(|most| {
        let millis = number("p99_millis");
        (millis > most).then_some(Failure::Slow { millis, most })
    });
    let dear = check.max_dollars.and_then(|budget| {
        let dollars = number("dollars");
        (dollars > budget).then_some(Failure::Dear { dollars, budget })
    });
    Ok([throttled, succeeded, slow, dear].into_iter().flatten().collect())
}

/// The stage of an exercise, to be filled step by step: the one that is shown, or the hidden one,
/// which then becomes [`Stage::into_hidden`].
pub fn open(
    exercise: &Exercise,
    hidden: bool,
    scenarios: Scenarios,
) -> Result<Opening, StageError> {
    let start = exercise.hidden.as_ref().filter(|_| hidden).unwrap_or(&exercise.start);
    Opening::new(start, PARTITIONS, None, scenarios)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn rows(keys: &[&str]) -> Vec<Json> {
        keys.iter().map(|key| json!({ "SK": { "S": key } })).collect()
    }

    fn compared(ordered: bool, expected: &[&str], found: &[&str]) -> Option<String> {
        let check = RowsCheck { by: vec!["SK".into()], ordered, expect: None, oracle: None };
        compare_rows(&check, rows(expected), rows(found)).map(|failure| failure.to_string())
    }

    #[test]
    fn rows_are_compared_as_a_bag_or_in_order() {
        assert_eq!(compared(false, &["a", "b"], &["b", "a"]), None);
        let order = compared(true, &["a", "b"], &["b", "a"]).unwrap();
        assert!(order.contains("another order"), "{order}");
        let told = compared(false, &["a", "b"], &["a", "a"]).unwrap();
        assert_eq!(told, "1 item missing (b), and 1 item too many (a).");
        let told = compared(false, &[], &["a", "b", "c", "d", "e"]).unwrap();
        assert_eq!(told, "5 items too many: a, b, c, and 2 more.");
    }

    #[test]
    fn dollars_have_cents() {
        let money = |text: &str| money(text.parse().unwrap());
        assert_eq!(["328.5", "100", "1234.567"].map(money), ["$328.50", "$100.00", "$1,234.57"]);
    }

    #[test]
    fn failures_have_sentences() {
        let half = Number::from_halves(1);
        let over =
            Failure::ReadUnits { used: Number::from_u64(29), budget: half, rest_is_right: true };
        assert_eq!(
            over.to_string(),
            "Right result, wrong price: 29 RCU, and the budget is 0.5 RCU."
        );
        let item = json!({ "PK": { "S": "a" } });
        let state =
            |expect, found| Failure::State { item: item.clone(), expect, found }.to_string();
        assert_eq!(
            state(Expected::Present, None),
            "There is no item with PK a, and there should be."
        );
        let has = Expected::Has(json!({ "n": { "N": "2" }, "m": { "S": "x" } }));
        assert_eq!(
            state(has, Some(json!({ "PK": { "S": "a" }, "n": { "N": "1" } }))),
            "The item with PK a: n is 1, not 2; m is missing, and should be x."
        );
        let shape = ShapeCheck {
            index: Some(Kind::Gsi),
            partition: vec!["status".into()],
            max_items: Some(40),
            ..ShapeCheck::default()
        };
        assert_eq!(
            Failure::Shape(shape).to_string(),
            "There is no global secondary index with partition key status and at most 40 items."
        );
    }
}
