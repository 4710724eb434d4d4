//! Work that earlier builds saved still opens: texts as they were stored, and what they hold.
//!
//! A file of `stored/` is never written again. A change of the form of what is saved adds one.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use dynamodb_playground::api::Session;
use dynamodb_playground::capacity::{
    Consistency, ReadItem, Receipt, TableOrIndex, charge_failed_write, charge_page,
};
use dynamodb_playground::datasets::{DatasetId, Loader, Recipe, Size};
use dynamodb_playground::engine::{Clock as EngineClock, Millis, Operation};
use dynamodb_playground::model::{AttributeName, TableName, Value};
use dynamodb_playground::store::Row;
use dynamodb_playground::ui::model::clock::{Clock, Pace};
use dynamodb_playground::ui::model::draft::{
    Draft, FilterForm, FilterRow, KeyField, KeyForm, Kind, NameRow, Operator, RawRequest, SortRow,
    Typed, ValueRow, Verb,
};
use dynamodb_playground::ui::model::lab::field::Field;
use dynamodb_playground::ui::model::lab::form::Form;
use dynamodb_playground::ui::model::lab::preset::PRESETS;
use dynamodb_playground::ui::model::meter::Meter;
use dynamodb_playground::ui::model::page_state::PageState;
use dynamodb_playground::ui::model::route::Place;
use dynamodb_playground::ui::model::service::Service;
use dynamodb_playground::workspace::{
    Batch, Damage, History, LoggedRequest, OwnerId, Rebuild, Saved, Stamp, WorkspaceError, decode,
    decode_stamped, encode,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value as Json, json};

const NOON: u64 = 1_767_225_600_000;

/// The text of a sample.
fn stored_text(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/native/stored");
    fs::read_to_string(folder.join(format!("{name}.txt"))).unwrap()
}

/// Everything that a text brings back.
#[derive(Debug, PartialEq)]
struct Work {
    recipe: Recipe,
    operations: Vec<LoggedRequest>,
    page: PageState,
    meter: Meter,
}

impl Work {
    fn from_saved(saved: Saved) -> Self {
        Self {
            recipe: saved.recipe,
            page: PageState::from_json(&saved.page),
            meter: read(&saved.meter).unwrap_or_default(),
            operations: match saved.history {
                History::Requests(operations) => operations,
                History::Effects(_) => panic!("older builds saved requests"),
            },
        }
    }

    /// The same as this build saves it, with this log of effects.
    fn to_saved(&self, log: Vec<u8>) -> Saved {
        Saved {
            recipe: self.recipe,
            begun: Some(Millis(NOON)),
            history: History::Effects(log),
            changes: 3,
            page: written(&self.page),
            meter: written(&self.meter),
            // Answers of a quiz that older builds saved here pass through as they are.
            quiz: serde_json::json!({
                "seed": u64::MAX,
                "answers": { "high-cardinality": 3, "partition-and-sort-key": 0 },
            }),
        }
    }
}

fn read<T: DeserializeOwned>(json: &Json) -> Option<T> {
    T::deserialize(json).ok()
}

fn written(value: &impl Serialize) -> Json {
    serde_json::to_value(value).unwrap()
}

fn logged(at: u64, operation: Operation, body: &str) -> LoggedRequest {
    LoggedRequest { at: Millis(at), operation, body: body.to_owned() }
}

/// An hour's work, at these times.
fn operations([first, second, third]: [u64; 3]) -> Vec<LoggedRequest> {
    vec![
        logged(
            first,
            Operation::PutItem,
            r#"{"TableName":"Clinic","Item":{"PK":{"S":"NOTE#1"},"SK":{"S":"é\n\"quoted\""},"Weight":{"N":"0.1234567890123456789012345678901234567"}}}"#,
        ),
        logged(
            second,
            Operation::UpdateItem,
            r##"{"TableName":"Clinic","Key":{"PK":{"S":"NOTE#1"},"SK":{"S":"é\n\"quoted\""}},"UpdateExpression":"SET #n = :v0","ExpressionAttributeNames":{"#n":"Name"},"ExpressionAttributeValues":{":v0":{"SS":["b","a"]}}}"##,
        ),
        logged(
            third,
            Operation::DeleteItem,
            r#"{"TableName":"Clinic","Key":{"PK":{"S":"CLINIC#CLN-001"},"SK":{"S":"META"}}}"#,
        ),
    ]
}

/// A row of so many bytes: a name of one and a text.
fn row(bytes: usize) -> Arc<Row> {
    let name = AttributeName::parse("a").unwrap();
    Arc::new(Row::new([(name, Value::text(&"x".repeat(bytes - 1)))].into_iter().collect()))
}

fn meter() -> Meter {
    let table = || TableName::parse("Clinic").unwrap();
    let items =
        vec![ReadItem { row: row(612), passed: true }, ReadItem { row: row(5_000), passed: false }];
    let read = charge_page(TableOrIndex::Table, Consistency::Eventual, items);
    let write = charge_failed_write(None, Some(row(1_500)));
    let mut meter = Meter::default();
    meter.add(&[Receipt::from_read(table(), read)], NOON);
    meter.add(&[Receipt::from_writes(table(), vec![write])], NOON + 61_000);
    meter
}

/// A draft that fills every field of the form.
fn draft_in_form() -> Draft {
    Draft {
        verb: Verb::Query,
        table: "Clinic".into(),
        index: Some("GSI1".into()),
        key: KeyForm {
            partition: vec![KeyField {
                name: "GSI1PK".into(),
                value: Typed::new(Kind::S, "a\u{1F600}"),
            }],
            sort: vec![SortRow {
                name: "GSI1SK".into(),
                operator: Some(Operator::Between),
                first: Typed::new(Kind::N, "1"),
                second: Typed::new(Kind::B, "AQ=="),
            }],
            text: None,
        },
        primary: vec![KeyField { name: "PK".into(), value: Typed::new(Kind::S, "") }],
        filter: FilterForm {
            rows: vec![
                FilterRow {
                    path: "Address.City".into(),
                    operator: Operator::NotExists,
                    first: Typed::new(Kind::Bool, "true"),
                    second: Typed::new(Kind::Null, ""),
                },
                FilterRow { operator: Operator::HasType, ..FilterRow::default() },
            ],
            text: Some("attribute_exists(Age)".into()),
        },
        projection: "PK, SK".into(),
        names: vec![NameRow { placeholder: "#n".into(), name: "Name".into() }],
        values: vec![ValueRow {
            placeholder: ":v".into(),
            value: Typed::new(Kind::Json, r#"{"L":[{"N":"1"}]}"#),
        }],
        limit: "ten".into(),
        start_key: String::new(),
        backward: true,
        consistent: true,
        count_only: true,
        item: "{\n  \"PK\": \"x\"\n}".into(),
        update: "SET a = :v".into(),
        condition: "attribute_not_exists(PK)".into(),
        return_values: "ALL_OLD".into(),
        extra: json!({ "ReturnConsumedCapacity": "INDEXES", "Segment": 0, "x": [1.50, null] })
            .as_object()
            .unwrap()
            .clone(),
        raw: None,
    }
}

/// What the first version knew, which had neither lab nor service, nor times in its log.
fn of_version_1() -> Work {
    Work {
        recipe: Recipe { dataset: DatasetId::Clinic, size: Size::Article, seed: 2025 },
        operations: operations([0, 0, 0]),
        page: PageState {
            place: Place::Compare,
            draft: draft_in_form(),
            partitions: 8,
            lab: Form::default(),
            service: None,
            split: PageState::FIRST_SPLIT,
        },
        meter: meter(),
    }
}

fn in_form() -> Work {
    let mut lab = Form::of(PRESETS.iter().position(|preset| preset.id == "zipf").unwrap());
    lab.set(Field::Rate, "as fast as it goes".into());
    lab.set(Field::Cache, "yes".into());
    lab.set(Field::Seed, "9".into());
    let mut service = Service::plain(NOON);
    service.clock.turn(86_400_000, NOON + 5);
    Work {
        recipe: Recipe { dataset: DatasetId::Clinic, size: Size::Article, seed: u64::MAX },
        operations: operations([NOON, NOON + 1, NOON + 3_600_000]),
        page: PageState {
            place: Place::YourData,
            draft: draft_in_form(),
            partitions: 16,
            lab,
            service: Some(service),
            split: PageState::FIRST_SPLIT,
        },
        meter: meter(),
    }
}

fn in_json() -> Work {
    let mut clock = Clock::real(NOON);
    clock.set_pace(Pace::Hour, NOON + 1_000);
    let mut service =
        Service { clock, simulated: true, dax: true, past_dax: true, ..Service::plain(0) };
    service.settings.seed = 3;
    service.settings.follower_percent = 100;
    service.settings.follower_lag = 0;
    service.settings.index_lag = 2_000;
    service.settings.scale = 1_000_000;
    let text = "{\n  \"RequestItems\": {}, // not yet JSON";
    Work {
        recipe: Recipe { dataset: DatasetId::Medical, size: Size::HundredThousand, seed: 7 },
        operations: Vec::new(),
        page: PageState {
            place: Place::Quiz,
            draft: Draft {
                verb: Verb::DeleteItem,
                raw: Some(RawRequest::from_json("BatchGetItem", text.into())),
                ..Draft::default()
            },
            partitions: 1,
            lab: Form::default(),
            service: Some(service),
            split: PageState::FIRST_SPLIT,
        },
        meter: Meter::default(),
    }
}

/// Parts that this build does not understand begin anew and take no other with them; settings out
/// of bounds come back within them.
fn with_strange_parts() -> Work {
    let mut lab = Form::of(PRESETS.iter().position(|preset| preset.id == "hot-key").unwrap());
    lab.set(Field::Seed, "9".into());
    let mut work = in_json();
    let service = work.page.service.as_mut().unwrap();
    service.settings.scale = 1;
    service.settings.follower_percent = 100;
    work.page.place = Place::default();
    work.page.draft = Draft::default();
    work.page.partitions = 1;
    work.page.lab = lab;
    work
}

/// A state without any of its parts.
fn bare() -> Work {
    let page = PageState {
        place: Place::default(),
        draft: Draft::default(),
        partitions: PageState::FIRST_PARTITIONS,
        lab: Form::default(),
        service: None,
        split: PageState::FIRST_SPLIT,
    };
    Work { page, ..in_json() }
}

#[test]
fn every_stored_text_opens_to_what_was_saved() {
    let nobody = Stamp { revision: 0, owner: OwnerId(0) };
    let samples = [
        ("version-1", of_version_1(), nobody),
        ("version-2-form", in_form(), Stamp { revision: 41, owner: OwnerId(0xfeed) }),
        ("version-2-json", in_json(), nobody),
        ("version-2-strange", with_strange_parts(), nobody),
        ("version-2-bare", bare(), nobody),
    ];
    for (name, work, stamp) in samples {
        let (saved, stored) = decode_stamped(&stored_text(name)).unwrap();
        assert_eq!(stored, stamp, "{name}");
        assert_eq!(Work::from_saved(saved), work, "{name}");
    }
}

/// The session of a saved text, brought back.
fn rebuilt(saved: Saved) -> Session {
    let mut session = Session::new(EngineClock::fixed(saved.beginning().unwrap_or(Millis(NOON))));
    let mut loader = Loader::new(saved.recipe);
    while !loader.step(&mut session, 500).unwrap().is_complete() {}
    session.keep_applied();
    let mut rebuild = Rebuild::new(saved.history);
    while !rebuild.step(&mut session, 1) {}
    assert_eq!(rebuild.failures(), 0);
    session
}

/// The log of what the requests of the second version did.
fn log() -> Vec<u8> {
    let mut session = rebuilt(decode(&stored_text("version-2-form")).unwrap());
    Batch { number: 0, effects: session.take_applied() }.encode()
}

/// As long as the version is the same, so is the text: another tab may still have yesterday's page.
#[test]
fn the_text_of_this_version_is_written_as_it_was() {
    let saved = in_form().to_saved(log());
    assert_eq!(encode(&saved), stored_text("version-3-form"));
    assert_eq!(decode(&stored_text("version-3-form")), Ok(saved));
}

#[test]
fn the_work_of_every_version_is_done_again() {
    for name in ["version-1", "version-2-form", "version-3-form"] {
        let saved = decode(&stored_text(name)).unwrap();
        let recipe = saved.recipe;
        let session = rebuilt(saved);
        let clinic = TableName::parse("Clinic").unwrap();
        let items = session.engine().inspect().table(&clinic).unwrap().items;
        assert_eq!(items, recipe.items() as u64, "{name}: one put, one deleted");
    }
}

#[test]
fn a_damaged_text_is_told_and_never_half_opened() {
    let text = stored_text("version-2-form");
    let damaged = Err(WorkspaceError::Corrupted(Damage::Checksum));
    assert_eq!(decode(&text.replace("\"draft\"", "\"Draft\"")), damaged);
    assert_eq!(decode(&text[..text.len() - 1]), damaged);
    assert_eq!(decode(&text.replacen("playground 2", "playground 1", 1)), damaged);
}
