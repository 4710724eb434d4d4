//! The faces of a request: every operation as a command and as code, and back where it goes back.
//!
//! What is printed for each operation's example stands in `faces/`. After a change that is meant,
//! `UPDATE_SCRIPTS=1 cargo test --test native editor` writes it again; run what changed.

use std::path::{Path, PathBuf};
use std::{env, fs};

use dynamodb_playground::api::{Operation, Request, Session};
use dynamodb_playground::datasets::{DatasetId, Loader, Recipe, Size, access_patterns};
use dynamodb_playground::editor::cli::{self, Given, Reading};
use dynamodb_playground::editor::code::{self, Language};
use dynamodb_playground::engine::{Clock, Millis};
use dynamodb_playground::ui::model::draft::{Draft, Face, Notation};
use dynamodb_playground::ui::model::template::{Material, example};
use serde_json::{Map, Value as Json};

fn session(dataset: DatasetId) -> Session {
    let mut session = Session::new(Clock::fixed(Millis(0)));
    let mut loader = Loader::new(Recipe::new(dataset, Size::Article));
    while !loader.step(&mut session, 1_000).unwrap().is_complete() {}
    session
}

/// An example of each operation on the dataset's table, and each of its access patterns.
fn requests(dataset: DatasetId) -> Vec<(Operation, Map<String, Json>)> {
    let session = session(dataset);
    let material = Material::read(&session.engine().inspect(), dataset.table());
    let mut other = session.clone();
    let examples = Operation::ALL.iter().map(|operation| {
        let ask = |operation, body| {
            let exchange = other.send(Request { operation, body });
            exchange.response.ok().map(|response| response.to_json())
        };
        (*operation, example(*operation, &material, ask))
    });
    let mut requests: Vec<_> = examples.collect();
    let patterns = access_patterns(dataset).into_iter();
    requests.extend(patterns.map(|pattern| (pattern.request.operation, pattern.request.body)));
    let object = |body: Json| body.as_object().expect("a body is an object").clone();
    requests.into_iter().map(|(operation, body)| (operation, object(body))).collect()
}

#[test]
fn every_command_reads_back_to_its_request() {
    for dataset in DatasetId::ALL {
        for (operation, body) in requests(dataset) {
            let printed = cli::print(operation, &body);
            assert_eq!(printed.inexpressible, None, "{}", printed.text);
            let read = cli::read(&printed.text, &Given::default());
            let Ok(Reading::Command(command)) = read else { panic!("{}: {read:?}", printed.text) };
            assert_eq!((command.operation, command.body), (operation, body));
        }
    }
}

#[test]
fn the_faces_of_every_operation() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/native/faces");
    let mut printed: Vec<(PathBuf, String)> = Vec::new();
    for (operation, body) in requests(DatasetId::Medical) {
        let path = folder.join(format!("{}.txt", operation.name()));
        if printed.iter().any(|(known, _)| *known == path) {
            continue;
        }
        let mut text = format!("── AWS CLI\n{}\n", cli::print(operation, &body).text);
        for language in Language::of(operation) {
            let program = code::print(language, operation, &body)
                .unwrap_or_else(|why| panic!("{operation} has no {language:?}: {why:?}"));
            text += &format!("\n── {}\n{program}", language.label());
        }
        printed.push((path, text));
    }
    assert_eq!(printed.len(), Operation::ALL.len());
    if env::var_os("UPDATE_SCRIPTS").is_some() {
        fs::create_dir_all(&folder).unwrap();
        printed.iter().for_each(|(path, text)| fs::write(path, text).unwrap());
    }
    for (path, text) in printed {
        let known = fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(text, known, "{} is not what is printed now", path.display());
    }
}

/// What a read's statement returns is what the read returns.
#[test]
fn a_statement_returns_what_its_request_does() {
    let mut compared = 0;
    for dataset in DatasetId::ALL {
        let mut session = session(dataset);
        for (operation, body) in requests(dataset) {
            let body = Json::Object(body);
            let mut draft = Draft::from_request(operation.name(), &body);
            let is_read = matches!(operation, Operation::Query | Operation::Scan);
            if !is_read || draft.write_as(Notation::Partiql).is_err() {
                continue;
            }
            assert_eq!(draft.face(), Face::Text(Notation::Partiql));
            let statement = Request {
                operation: Operation::ExecuteStatement,
                body: draft.to_request().unwrap(),
            };
            let mut items = |request: Request| {
                let text = request.body.to_string();
                let answer = session.send(request).response;
                let answer = answer.unwrap_or_else(|error| panic!("{text}: {error:?}"));
                answer.to_json()["Items"].clone()
            };
            assert_eq!(items(statement), items(Request { operation, body }), "{draft:?}");
            compared += 1;
        }
    }
    assert!(compared >= 8, "{compared} statements were compared");
}
