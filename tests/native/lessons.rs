//! A lesson's data beside the person's own: nothing of it is stored, and a copy of it opens as a
//! workspace.

use dynamodb_playground::api::{Request, Session};
use dynamodb_playground::datasets::{DatasetId, Recipe, Size, load, table_request};
use dynamodb_playground::engine::{Clock, Millis, Operation};
use dynamodb_playground::ui::model::workbench::{Effect, PageWork, Workbench};
use dynamodb_playground::workspace::MemoryStorage;
use serde_json::json;

const NOON: u64 = 1_767_225_600_000;
const ARTICLE: Recipe =
    Recipe { dataset: DatasetId::Medical, size: Size::Article, seed: Recipe::DEFAULT_SEED };

type Bench = Workbench<MemoryStorage>;

fn empty() -> Session {
    Session::new(Clock::fixed(Millis(NOON)))
}

fn medical() -> Session {
    let mut session = empty();
    load(&mut session, ARTICLE).unwrap();
    session
}

fn send(bench: &mut Bench, operation: Operation, body: serde_json::Value) {
    let sent = bench.send(Request { operation, body }, Millis(NOON));
    assert!(sent.exchange.response.is_ok(), "{:?}", sent.exchange.response);
}

fn put(bench: &mut Bench, table: &str, sort: &str) {
    let item = json!({ "PK": { "S": "NOTE#1" }, "SK": { "S": sort } });
    send(bench, Operation::PutItem, json!({ "TableName": table, "Item": item }));
}

/// The copy of a lesson, once it is loaded. The page over it says that the person was in a lesson.
fn copied(lesson: &Bench) -> Bench {
    let mut bench = Workbench::new(MemoryStorage::default(), 7, Millis(NOON));
    bench.load(ARTICLE, Millis(NOON));
    settle(&mut bench);
    let own = bench.kept().len();
    bench.copy(lesson.saved(&PageWork::new()), Millis(NOON));
    settle(&mut bench);
    assert_eq!(bench.loading(), None);
    assert!(bench.kept().len() >= own);
    bench
}

fn settle(bench: &mut Bench) {
    loop {
        let wanted = bench.take_effects();
        if wanted.is_empty() {
            return;
        }
        for effect in wanted {
            if let Effect::AdvanceLoad(number) = effect {
                bench.advance_load(number, || true, PageWork::new, NOON);
            }
        }
    }
}

fn tables(bench: &Bench) -> Vec<(String, u64)> {
    let tables = bench.engine().inspect().tables();
    tables.iter().map(|table| (table.schema.name.to_string(), table.items)).collect()
}

#[test]
fn nothing_of_a_lesson_is_stored() {
    let storage = MemoryStorage::default();
    let mut bench = Workbench::apart(storage, medical(), Some(ARTICLE));
    put(&mut bench, "MedicalTests", "A");
    bench.touch();
    assert!(bench.take_effects().is_empty(), "there is nothing to save it in");
    bench.save_if_due(PageWork::new, NOON);
    assert!(bench.stored_entries().is_empty());
    assert_eq!(bench.kept(), []);
}

#[test]
fn a_copy_of_a_lesson_is_a_workspace_with_its_changes() {
    let mut lesson = Workbench::apart(MemoryStorage::default(), medical(), Some(ARTICLE));
    put(&mut lesson, "MedicalTests", "A");
    let key = json!({ "PK": { "S": "PATIENT#123" }, "SK": { "S": "PROFILE" } });
    send(&mut lesson, Operation::DeleteItem, json!({ "TableName": "MedicalTests", "Key": key }));
    put(&mut lesson, "MedicalTests", "B");
    let copy = copied(&lesson);
    assert_eq!(tables(&copy), [("MedicalTests".to_owned(), 26)]);
    let changes = copy.engine().inspect().changes(0).len();
    assert_eq!(changes, lesson.engine().inspect().changes(0).len());
}

#[test]
fn a_copy_of_a_lesson_that_began_without_tables_has_its_tables_alone() {
    let mut lesson = Workbench::apart(MemoryStorage::default(), empty(), None);
    assert_eq!(tables(&copied(&lesson)), []);
    // Also where it is called as a dataset's own.
    let create = table_request(DatasetId::Medical);
    send(&mut lesson, create.operation, create.body);
    put(&mut lesson, "MedicalTests", "A");
    assert_eq!(tables(&copied(&lesson)), [("MedicalTests".to_owned(), 1)]);
}
