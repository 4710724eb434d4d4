use serde_json::json;

use super::name::kebab;
use super::*;
use crate::api::shape_of;

fn given() -> Given {
    Given::default()
}

/// The request that a text comes to.
fn request(text: &str) -> (&'static str, Json) {
    let command = command(text);
    (command.operation.name(), Json::Object(command.body))
}

fn command(text: &str) -> Command {
    match read(text, &given()) {
        Ok(Reading::Command(command)) => command,
        other => panic!("{text} came to {other:?}"),
    }
}

/// What is wrong with a text: the part of it that the fault is about, and its sentence.
fn fault(text: &str) -> (&str, String) {
    let fault = read(text, &given()).expect_err("it is broken");
    (&text[fault.span.clone()], fault.sentence())
}

#[test]
fn a_command_as_the_guide_prints_it() {
    let text = r#"aws dynamodb query \
        --table-name Reply \
        --key-condition-expression 'Id = :Id and ReplyDateTime > :ts' \
        --expression-attribute-values '{
            ":Id" : {"S": "Amazon DynamoDB#DynamoDB Thread 1"},
            ":ts" : {"S": "2015-09-21"}
        }' \
        --no-scan-index-forward --consistent-read --limit 5"#;
    let body = json!({
        "TableName": "Reply",
        "KeyConditionExpression": "Id = :Id and ReplyDateTime > :ts",
        "ExpressionAttributeValues": {
            ":Id": {"S": "Amazon DynamoDB#DynamoDB Thread 1"}, ":ts": {"S": "2015-09-21"},
        },
        "ScanIndexForward": false, "ConsistentRead": true, "Limit": 5,
    });
    assert_eq!(request(text), ("Query", body));
}

#[test]
fn shorthand_with_lists_and_maps() {
    let text = "aws dynamodb create-table --table-name T \
        --attribute-definitions AttributeName=PK,AttributeType=S AttributeName=G,AttributeType=N \
        --key-schema AttributeName=PK,KeyType=HASH --provisioned-throughput \
        ReadCapacityUnits=1,WriteCapacityUnits=2 --global-secondary-indexes \"IndexName=G1,\
KeySchema=[{AttributeName=G,KeyType=HASH}],\
Projection={ProjectionType=INCLUDE,NonKeyAttributes=['a','b c']}\"";
    let body = json!({
        "TableName": "T",
        "AttributeDefinitions": [
            {"AttributeName": "PK", "AttributeType": "S"},
            {"AttributeName": "G", "AttributeType": "N"},
        ],
        "KeySchema": [{"AttributeName": "PK", "KeyType": "HASH"}],
        "ProvisionedThroughput": {"ReadCapacityUnits": 1, "WriteCapacityUnits": 2},
        "GlobalSecondaryIndexes": [{
            "IndexName": "G1", "KeySchema": [{"AttributeName": "G", "KeyType": "HASH"}],
            "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["a", "b c"]},
        }],
    });
    assert_eq!(request(text), ("CreateTable", body));
    let (_, body) = request(
        "aws dynamodb get-item --table-name T --key 'PK={S=a=b},SK={N=7}' \
         --expression-attribute-names '#a=x,#b=y'",
    );
    assert_eq!(body["Key"], json!({"PK": {"S": "a=b"}, "SK": {"N": "7"}}));
    assert_eq!(body["ExpressionAttributeNames"], json!({"#a": "x", "#b": "y"}));
    let (_, body) = request("aws dynamodb untag-resource --resource-arn a:b --tag-keys k1 k2");
    assert_eq!(body["TagKeys"], json!(["k1", "k2"]));
}

#[test]
fn commas_make_lists_until_the_next_name() {
    let (_, body) = request(
        "aws dynamodb create-table --table-name T --local-secondary-indexes \
         IndexName=L,Projection={ProjectionType=INCLUDE,NonKeyAttributes=[a,b]} \
         --tags Key=a,Value=b\\\\,c Key=d,Value=e",
    );
    assert_eq!(body["Tags"], json!([{"Key": "a", "Value": "b,c"}, {"Key": "d", "Value": "e"}]));
    let index = &body["LocalSecondaryIndexes"][0];
    assert_eq!(index["Projection"]["NonKeyAttributes"], json!(["a", "b"]));
}

#[test]
fn other_shells_and_prompts() {
    let body = json!({"TableName": "T", "Limit": 3});
    for text in [
        "$ aws dynamodb scan --table-name T --limit 3 # the first three",
        "aws dynamodb scan `\n  --table-name T `\r\n  --limit 3",
        "aws dynamodb scan ^\n --table-name T ^\n --limit 3",
        "aws dynamodb scan --table-name=T --limit=3;",
        "AWS_PROFILE=x aws --region eu-west-1 dynamodb scan --table-name \"T\" --limit '3' \\",
        "aws dynamodb scan --table T --lim 3",
    ] {
        assert_eq!(request(text), ("Scan", body.clone()), "{text}");
    }
    let text = r#"aws dynamodb get-item --table-name T --key "{\"PK\": {\"S\": \"it's\"}}""#;
    assert_eq!(request(text).1["Key"], json!({"PK": {"S": "it's"}}));
    // What older versions of PowerShell want.
    let text = r#"aws dynamodb get-item --table-name T --key '{\"PK\": {\"S\": \"1\"}}'"#;
    assert_eq!(request(text).1["Key"], json!({"PK": {"S": "1"}}));
}

#[test]
fn what_a_command_lacks_is_asked_for() {
    let text = "aws dynamodb batch-write-item --request-items file://Reply.json \
                --return-consumed-capacity ${MODE}";
    let missing = vec![Missing::Variable("MODE".into()), Missing::File("Reply.json".into())];
    assert_eq!(read(text, &given()), Ok(Reading::Missing(missing)));
    let mut given = given();
    given.variables.insert("MODE".into(), "TOTAL".into());
    given.files.insert("Reply.json".into(), "{\"T\": []}".into());
    let Ok(Reading::Command(command)) = read(text, &given) else { panic!("all is given") };
    let body = json!({"RequestItems": {"T": []}, "ReturnConsumedCapacity": "TOTAL"});
    assert_eq!(Json::Object(command.body), body);
    given.files.insert("Reply.json".into(), "{\"T\": [\n}".into());
    let sentence = read(text, &given).expect_err("the file is broken").sentence();
    assert!(
        sentence.starts_with("Reply.json, which --request-items reads, isn't valid JSON. Line 2")
    );
}

#[test]
fn variables_that_the_text_sets_are_known() {
    let text = "export TABLE=Music\naws dynamodb scan --table-name $TABLE --limit ${N:-4}";
    let command = command(text);
    assert_eq!(Json::Object(command.body), json!({"TableName": "Music", "Limit": 4}));
    assert_eq!(command.notes, [Note::Assigned("TABLE".into())]);
    // In single quotes nothing is a variable, and a path of JSON's may have a dollar.
    let (_, body) = request("aws dynamodb scan --table-name 'a$b' --limit 1");
    assert_eq!(body["TableName"], "a$b");
}

#[test]
fn what_the_cli_does_itself_is_told() {
    let token = "eyJFeGNsdXNpdmVTdGFydEtleSI6IG51bGwsICJib3RvX3RydW5jYXRlX2Ftb3VudCI6IDJ9";
    let text = format!(
        "aws dynamodb scan --table-name T --max-items 2 --page-size 10 --starting-token {token} \
         --query 'Items[]' --endpoint-url http://localhost:8000 | jq ."
    );
    let command = command(&text);
    assert_eq!(Json::Object(command.body), json!({"TableName": "T", "Limit": 10}));
    assert_eq!(
        command.notes,
        [
            Note::Piped,
            Note::MaxItems("2".into()),
            Note::PageSize,
            Note::StartingToken,
            Note::Output("--query".into()),
            Note::Connection("--endpoint-url".into()),
        ]
    );
    let waits = self::command("aws dynamodb wait table-exists --table-name T");
    assert_eq!(waits.operation, Operation::DescribeTable);
    assert_eq!(waits.notes, [Note::Waits { for_what: "table-exists".into() }]);
    let watched = r#"watch -n 5 "aws dynamodb scan --table-name T --query \"Items\"""#;
    let watched = self::command(watched);
    assert_eq!(watched.notes, [Note::Output("--query".into()), Note::RunBy("watch".into())]);
    assert_eq!(self::command("time aws dynamodb list-tables").operation, Operation::ListTables);
    let several = self::command("aws dynamodb list-tables\naws dynamodb describe-limits");
    assert_eq!(several.notes, [Note::FirstOf(2)]);
}

#[test]
fn quotes_that_escape_like_c() {
    let text = r#"aws dynamodb get-item --table-name T --key $'{"PK": {"S": "it\'s"}}'"#;
    assert_eq!(request(text).1["Key"], json!({"PK": {"S": "it's"}}));
    let text = "aws dynamodb scan --table-name $'a\\tb' --filter-expression \"a \\\r\n= b\"";
    let body = json!({"TableName": "a\tb", "FilterExpression": "a = b"});
    assert_eq!(request(text).1, body);
    let text = "aws dynamodb scan --table-name $'T";
    assert_eq!(fault(text).0, "'");
}

#[test]
fn a_place_cuts_no_character() {
    assert_eq!(fault("aws dynamodb scan --table-name \u{e9}\n--limit 1").0, "\u{e9}");
    assert_eq!(fault("aws dynamodb scan \"--a\u{e9}\" x").0, "\"--a\u{e9}");
}

#[test]
fn what_is_told_of_a_command_is_all_told() {
    let timed = command("time aws dynamodb list-tables --cli-error-format json --output text");
    assert_eq!(timed.notes[0], Note::RunBy("time".into()));
    assert_eq!(timed.notes.len(), 3);
    // {"ExclusiveStartTableName": "Music"}
    let token = "eyJFeGNsdXNpdmVTdGFydFRhYmxlTmFtZSI6ICJNdXNpYyJ9";
    let (_, body) = request(&format!("aws dynamodb list-tables --starting-token {token}"));
    assert_eq!(body, json!({"ExclusiveStartTableName": "Music"}));
}

#[test]
fn a_command_is_found_behind_what_runs_it() {
    for before in ["aws-vault exec dev -- ", "env AWS_PROFILE=dev ", "if true; then ", "{ "] {
        let (operation, _) = request(&format!("{before}aws dynamodb list-tables"));
        assert_eq!(operation, "ListTables", "{before}");
    }
    let (_, body) = request("for n in 1 2; do aws dynamodb scan --table-name T; done");
    assert_eq!(body, json!({"TableName": "T"}));
}

#[test]
fn a_slip_of_the_pen_is_told_from_what_is_not_here() {
    let kind = |text: &str| fault(text).1;
    let typo = kind("aws dynamodb wait table-exist --table-name T");
    assert!(typo.contains("wait table-exists"), "{typo}");
    let elsewhere = kind("aws dynamodb wait export-completed --export-arn x");
    assert!(!elsewhere.contains("wait table-exists"), "{elsewhere}");
    let comment = kind("aws dynamodb scan \\ # all of it\n  --table-name T");
    assert!(comment.starts_with("There is a space after this \\"), "{comment}");
}

#[test]
fn raw_bytes_become_base64() {
    let (_, body) = request(
        "aws dynamodb put-item --table-name T --item PK={B=hello} \
         --cli-binary-format raw-in-base64-out",
    );
    assert_eq!(body["Item"]["PK"]["B"], "aGVsbG8=");
}

#[test]
fn json_for_the_whole_request_gives_way_to_options() {
    let (_, body) = request(
        "aws dynamodb scan --table-name T --cli-input-json '{\"TableName\": \"U\", \"Limit\": 1}'",
    );
    assert_eq!(body, json!({"TableName": "T", "Limit": 1}));
}

#[test]
fn a_broken_command_says_what_is_wrong_and_where() {
    for (text, part, says) in [
        ("", "", "Paste a command"),
        ("ls -l", "ls", "isn't an AWS CLI command"),
        ("aws s3 ls", "s3", "s3 is another service"),
        ("aws dynamodb", "dynamodb", "operation is missing"),
        ("aws dynamodb get-itm --x", "get-itm", "Did you mean get-item?"),
        ("aws dynamodb list-backups", "list-backups", "runs on AWS only"),
        ("aws dynamodb scan --tabel-name T", "--tabel-name", "Did you mean --table-name?"),
        ("aws dynamodb query --expression-attribute x=y", "--expression-attribute", "could be"),
        ("aws dynamodb scan --table-name", "--table-name", "needs a value"),
        ("aws dynamodb scan --limit five", "five", "isn't a whole number"),
        ("aws dynamodb scan --limit 1 --limit 2", "--limit", "given twice"),
        ("aws dynamodb scan --consistent-read true", "true", "takes no value"),
        ("aws dynamodb scan --table-name My Table", "Table", "whole value in quotes"),
        ("aws dynamodb scan --table-name 'T", "'", "no closing '"),
        ("aws dynamodb scan \\ \n --table-name T", "\\", "Remove what follows it"),
        ("aws dynamodb scan\n--table-name T", "n", "End this line with \\"),
        ("aws dynamodb scan –-table-name T", "–", "typographic"),
        (
            "aws dynamodb get-item --key {\"a\":{\"S\":\"1\"}}",
            "{\"a\":{\"S\":\"1\"}}",
            "single quotes",
        ),
        ("aws dynamodb get-item --key {\"a\": {\"S\": \"1\"}}", "{\"S\":", "single quotes"),
        ("aws dynamodb get-item --key '{\"a\": {\"N\": 1,}}'", "}", "comma"),
        ("aws dynamodb get-item --key '{\"a\": True}'", "T", "JSON writes true"),
        ("aws dynamodb get-item --key PK", "PK", "JSON or shorthand"),
        ("aws dynamodb get-item --key 'PK={S=1'", "", ", or }"),
        ("aws dynamodb get-item --key PK={X=1}", "X", "isn't one of its members"),
        ("aws dynamodb scan --table-name $(cat name)", "$(", "another command"),
        ("aws dynamodb scan --starting-token abc", "abc", "NextToken"),
        ("aws dynamodb put-item --item fileb://x", "fileb://x", "Base64"),
        ("aws dynamodb scan help", "help", "belongs to no parameter"),
        ("aws dynamodb update-table --replica-updates x", "--replica-updates", "AWS only"),
    ] {
        let (at, sentence) = fault(text);
        assert!(sentence.contains(says), "{text}: {sentence}");
        assert_eq!(at, part, "{text}");
    }
}

#[test]
fn a_place_is_told_by_line_and_column() {
    let text = "aws dynamodb put-item --table-name T \\\n  --item '{\n  \"ä\": {\"S\" \"x\"}}'";
    let fault = read(text, &given()).expect_err("a colon is missing");
    assert_eq!(fault.place(text), (3, 13));
}

#[test]
fn names_are_the_clis() {
    let names = ["PutItem", "SSESpecification", "TagKeys", "ResourceArn", "UpdateTimeToLive"];
    let kebabs =
        ["put-item", "sse-specification", "tag-keys", "resource-arn", "update-time-to-live"];
    assert_eq!(names.map(kebab), kebabs);
    for operation in Operation::ALL {
        let mut names: Vec<_> = shape_of(*operation).members.iter().map(|m| kebab(m.0)).collect();
        let count = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), count, "{operation}: every parameter has a name of its own");
    }
}

#[test]
fn a_request_is_printed_as_one_writes_it() {
    let body = json!({
        "TableName": "T", "KeyConditionExpression": "PK = :p",
        "ExpressionAttributeValues": {":p": {"S": "it's"}}, "ScanIndexForward": false, "Limit": -1,
    });
    let Json::Object(body) = body else { unreachable!() };
    let printed = print(Operation::Query, &body);
    assert_eq!(
        printed.text,
        "aws dynamodb query \\\n  --table-name T \\\n  --key-condition-expression 'PK = :p' \\\n  \
         --expression-attribute-values '{\":p\":{\"S\":\"it'\\''s\"}}' \\\n  \
         --no-scan-index-forward \\\n  --limit=-1"
    );
    assert_eq!(printed.inexpressible, None);
    let Json::Object(odd) = json!({"TableName": 7}) else { unreachable!() };
    let printed = print(Operation::Scan, &odd);
    assert_eq!(printed.text, "aws dynamodb scan \\\n  --cli-input-json '{\"TableName\":7}'");
    assert_eq!(printed.inexpressible.as_deref(), Some("TableName"));
}
