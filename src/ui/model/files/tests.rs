use proptest::prelude::*;
use serde_json::json;

use super::*;

fn items(name: &str, text: &str) -> Vec<Json> {
    read(name, text).unwrap().tables.remove(0).items
}

fn fault(text: &str) -> Fault {
    read("x.json", text).unwrap_err()
}

#[test]
fn items_are_read_in_every_form_of_json() {
    let expected = vec![json!({ "PK": { "S": "a" }, "n": { "N": "1" } })];
    let typed = r#"{"PK":{"S":"a"},"n":{"N":"1"}}"#;
    for text in [
        format!("{{\"Item\":{typed}}}\n"),
        format!("{typed}\r\n"),
        r#"[{"PK": "a", "n": 1}]"#.to_owned(),
        format!("{{\"Items\": [{typed}], \"Count\": 1}}"),
        format!("\u{feff}[{typed}]"),
        format!("{{\"Orders\": [{{\"PutRequest\": {{\"Item\": {typed}}}}}]}}"),
    ] {
        assert_eq!(items("x.json", &text), expected, "{text}");
    }
    let lines = format!("{typed}\n\n{typed}\n");
    assert_eq!(read("a.json", &lines).unwrap().format, Format::JsonLines);
}

#[test]
fn numbers_keep_all_their_digits() {
    let long = "12345678901234567890123456789012345678";
    let text = format!("[{{\"id\": {long}}}, {{\"id\": 0.10}}]");
    let read = items("x.json", &text);
    assert_eq!(read[0]["id"]["N"], long);
    assert_eq!(read[1]["id"]["N"], "0.10");
}

#[test]
fn csv_gets_its_types_from_whole_columns() {
    let text = "id,zip,price,open,tags,note\n1,01234,1.50,true,\"[\"\"a\"\"]\",\"x, y\"\n2,99999,,false,[],\n";
    let plan = read("my orders.csv", text).unwrap();
    assert_eq!(plan.tables[0].name, "my_orders");
    let items = &plan.tables[0].items;
    assert_eq!(
        items[0],
        json!({
            "id": {"N": "1"}, "zip": {"S": "01234"}, "price": {"N": "1.50"}, "open": {"BOOL": true},
            "tags": {"L": [{"S": "a"}]}, "note": {"S": "x, y"},
        })
    );
    assert_eq!(items[1].get("price"), None, "an empty cell is no attribute");
    assert!(plan.warnings[0].contains("Read as numbers: id, price"), "{:?}", plan.warnings);
    assert_eq!(items_of_semicolons(), 2);
}

fn items_of_semicolons() -> usize {
    items("x.csv", "a;b\n1;2\n3;4\n").len()
}

#[test]
fn a_file_that_cannot_be_read_says_where_and_why() {
    let sentence = |text: &str| fault(text).sentence();
    assert_eq!(fault(""), Fault::Empty);
    assert_eq!(fault("  \n "), Fault::Empty);
    assert!(sentence("{\"a\": ").starts_with("Line 1, column"));
    assert!(sentence("{\"a\": 1}\n{\"a\": }\n").starts_with("Line 2, column"));
    assert!(sentence("{\"a\": 1}\n[1]\n").starts_with("Line 2: this isn't an item"));
    assert!(sentence("a,b\n1,2\n3\n").starts_with("Line 3: this line has 1 cells"));
    assert!(sentence("a,,b\n1,2,3").contains("column 2 of the heading line has no name"));
    assert!(sentence("a,a\n1,2").contains("two columns have the name"));
    for none in ["[]", "[1]", "{}", "3", "{\"tables\": []}", "{\"DataModel\": []}"] {
        assert!(read("x.json", none).is_err(), "{none}");
    }
    assert!(sentence("[{\"a\": {\"S\": \"x\"}, \"b\": 1}]").contains("neither items nor tables"));
}

#[test]
fn a_model_brings_its_tables_indexes_and_items() {
    let text = r#"{"ModelName": "M", "DataModel": [{
        "TableName": "Shop",
        "KeyAttributes": {"PartitionKey": {"AttributeName": "PK", "AttributeType": "S"},
                          "SortKey": {"AttributeName": "SK", "AttributeType": "N"}},
        "GlobalSecondaryIndexes": [{"IndexName": "G",
            "KeyAttributes": {"PartitionKey": {"AttributeName": "GP", "AttributeType": "S"}},
            "Projection": {"ProjectionType": "KEYS_ONLY"}}],
        "TableFacets": [{"FacetName": "f", "TableData": [
            {"PK": {"S": "a"}, "SK": {"N": "1"}, "m": {"M": {"plain": "x", "typed": {"N": "2"}}}}]}],
        "BillingMode": "PROVISIONED"}]}"#;
    let plan = read("m.json", text).unwrap();
    let table = &plan.tables[0];
    let create = table.create.as_ref().unwrap();
    assert_eq!(create["GlobalSecondaryIndexes"][0]["KeySchema"][0]["AttributeName"], "GP");
    assert_eq!(create["AttributeDefinitions"].as_array().unwrap().len(), 3);
    assert_eq!(table.items[0]["m"], json!({"M": {"plain": {"S": "x"}, "typed": {"N": "2"}}}));
    assert!(plan.warnings[0].contains("provisioned"));
    // What is written is read again.
    let again = read("m.json", &write(Export::NoSqlWorkbench, create, &table.items)).unwrap();
    assert_eq!(again.tables, plan.tables);
}

#[test]
fn a_data_model_may_have_pythons_words() {
    let text = r#"{"tables": [{"TableName": "Shop",
        "KeySchema": [{"AttributeName": "PK", "KeyType": "HASH"}],
        "AttributeDefinitions": [{"AttributeName": "PK", "AttributeType": "S"}],
        "BillingMode": "PAY_PER_REQUEST"}],
        "items": {"Shop": [{"PutRequest": {"Item": {"PK": {"S": "True \" None"}, "b": {"BOOL": True}}}}]},
        "access_patterns": []}"#;
    let plan = read("dynamodb_data_model.json", text).unwrap();
    assert_eq!(plan.format, Format::DataModel);
    let item = &plan.tables[0].items[0];
    assert_eq!((&item["PK"]["S"], &item["b"]["BOOL"]), (&json!("True \" None"), &json!(true)));
}

#[test]
fn the_parts_of_an_export_become_one_table_and_its_list_is_none() {
    let part = |key: &str| {
        read("uimbi7eofu.json", &format!("{{\"Item\":{{\"PK\":{{\"S\":\"{key}\"}}}}}}\n"))
    };
    let other = Plan {
        tables: vec![PlannedTable { name: "x7f".into(), ..part("b").unwrap().tables.remove(0) }],
        ..part("b").unwrap()
    };
    let both = part("a").unwrap().merged(other);
    assert_eq!((both.tables.len(), both.items()), (1, 2));
    assert_eq!(fault("{\"itemCount\": 3, \"dataFileS3Key\": \"x\"}\n"), Fault::Manifest);
    assert_eq!(fault("{\"version\": \"2020\", \"manifestFilesS3Key\": \"x\"}"), Fault::Manifest);
}

#[test]
fn files_of_other_things_stay_apart() {
    let csv = |name: &str| read(name, "id,v\n1,2\n").unwrap();
    let both = csv("customers.csv").merged(csv("orders.csv"));
    let names: Vec<_> = both.tables.iter().map(|table| table.name.as_str()).collect();
    assert_eq!(names, ["customers", "orders"]);
    for template in [
        r#"{"AWSTemplateFormatVersion": "2010-09-09", "Resources": {}}"#,
        r#"{"Resources": {"T": {"Type": "AWS::DynamoDB::Table"}}}"#,
        "AWSTemplateFormatVersion: '2010-09-09'\nResources:\n  T:\n    Type: AWS::DynamoDB::Table\n",
        "# tables, and more\nResources:\n  T: !Ref X\n",
    ] {
        assert_eq!(read("template.yaml", template), Err(Fault::Template), "{template}");
    }
}

#[test]
fn a_key_is_suggested_that_tells_the_items_apart() {
    let key = |text: &str| read("x.json", text).unwrap().tables[0].likely_key().unwrap();
    let of =
        |partition: &str, sort: &str| KeyChoice { partition: partition.into(), sort: sort.into() };
    assert_eq!(key(r#"[{"a": 1, "PK": "x", "SK": "y"}]"#), of("PK", "SK"));
    assert_eq!(key(r#"[{"kind": "k", "id": 1}, {"kind": "k", "id": 2}]"#), of("id", ""));
    let table = r#"[{"day": "m", "hour": 1}, {"day": "m", "hour": 2}, {"day": "t", "hour": 1}]"#;
    assert_eq!(key(table), of("day", "hour"));
    let plan = read("x.json", table).unwrap();
    assert_eq!(plan.tables[0].duplicates(&of("day", "")), 1);
    assert_eq!(plan.tables[0].key_candidates(), ["day", "hour"]);
}

#[test]
fn no_text_becomes_a_formula_of_a_spreadsheet() {
    let create = json!({ "KeySchema": [{ "AttributeName": "id", "KeyType": "HASH" }] });
    let item = json!({ "id": {"S": "=1+1"}, "n": {"N": "-5"}, "note": {"S": "@x, \"y\""} });
    let text = write(Export::Csv, &create, &[item]);
    assert_eq!(text, "id,n,note\n'=1+1,-5,\"'@x, \"\"y\"\"\"\n");
}

fn any_value() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        ".{0,12}".prop_map(|text| json!({ "S": text })),
        any::<i64>().prop_map(|number| json!({ "N": number.to_string() })),
        any::<bool>().prop_map(|truth| json!({ "BOOL": truth })),
        Just(json!({ "NULL": true })),
        proptest::collection::btree_set("[a-z]{1,4}", 1..4)
            .prop_map(|set| json!({ "SS": set.into_iter().collect::<Vec<_>>() })),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(|list| json!({ "L": list })),
            proptest::collection::btree_map("[a-z]{1,4}", inner, 0..4)
                .prop_map(|map| json!({ "M": map })),
        ]
    })
}

fn any_item() -> impl Strategy<Value = Json> {
    proptest::collection::btree_map("[a-z]{1,4}", any_value(), 1..5).prop_map(|map| json!(map))
}

proptest! {
    #[test]
    fn lines_survive_a_round_trip(written in proptest::collection::vec(any_item(), 1..6)) {
        let create = json!({ "TableName": "T" });
        let text = write(Export::JsonLines, &create, &written);
        prop_assert_eq!(items("t.json", &text), written);
    }

    #[test]
    fn a_model_survives_a_round_trip(written in proptest::collection::vec(any_item(), 1..4)) {
        let create = json!({
            "TableName": "Tab", "BillingMode": "PAY_PER_REQUEST",
            "KeySchema": [{ "AttributeName": "id", "KeyType": "HASH" }],
            "AttributeDefinitions": [{ "AttributeName": "id", "AttributeType": "S" }],
        });
        let text = write(Export::NoSqlWorkbench, &create, &written);
        let mut different = Vec::new();
        for item in written {
            if !different.contains(&item) {
                different.push(item);
            }
        }
        prop_assert_eq!(items("t.json", &text), different);
    }

    #[test]
    fn whatever_a_file_holds_ends_in_a_plan_or_a_sentence(text in ".{0,200}", name in ".{0,20}") {
        match read(&name, &text) {
            Ok(plan) => prop_assert!(!plan.tables.is_empty() && !plan.words().is_empty()),
            Err(fault) => prop_assert!(fault.sentence().ends_with('.')),
        }
    }

    #[test]
    fn whatever_looks_like_json_does_too(text in "[\\[\\]{}\",:a1 \\\\\n]{0,80}") {
        if let Err(fault) = read("x.json", &text) {
            prop_assert!(!fault.sentence().is_empty());
        }
    }
}
