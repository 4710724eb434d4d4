//! PartiQL: what refuses a statement, and in which words.
//!
//! Source: answers recorded of AWS by dynoxide (eu-west-2, July and August 2026) and by winterbaume
//! (ap-northeast-1, April 2026); of text that is no statement, the words of PartiQL's own parser
//! (partiql-lang-kotlin, 2020), which every recorded answer agrees with.

use serde_json::json;

use super::{Rule, ask, check, session};

const EXECUTE: &str = "ExecuteStatement";
const BATCH: &str = "BatchExecuteStatement";
const NO_KEY: &str = "ValidationException: Where clause does not contain a mandatory equality on all \
    key attributes";
const MALFORMED: &str = "ValidationException: Statement wasn't well formed, can't be processed: ";

fn refuse(rules: &[(&'static str, &'static str, &'static str)]) {
    let rules: Vec<Rule> =
        rules.iter().map(|(rule, body, answer)| Rule(rule, EXECUTE, body, answer)).collect();
    check("", &rules);
}

#[test]
fn the_request() {
    refuse(&[
        (
            "a statement is required",
            "{}",
            "ValidationException: 1 validation error detected: Value null at 'statement' failed to \
             satisfy constraint: Member must not be null",
        ),
        (
            "nor may it be empty, nor its parameters, nor the limit below one",
            r#"{"Statement": "", "Parameters": [], "Limit": 0}"#,
            "ValidationException: 3 validation errors detected: Value '' at 'statement' failed to \
             satisfy constraint: Member must have length greater than or equal to 1; Value '[]' at \
             'parameters' failed to satisfy constraint: Member must have length greater than or \
             equal to 1; Value '0' at 'limit' failed to satisfy constraint: Member must have value \
             greater than or equal to 1",
        ),
        (
            "parameters are counted",
            r#"{"Statement": "SELECT * FROM Flat WHERE id = ?"}"#,
            "ValidationException: Number of parameters in request and statement don't match.",
        ),
        (
            "too many of them as well",
            r#"{"Statement": "SELECT * FROM Flat WHERE id = ?", "Parameters": [{"S": "a"}, {"S": "b"}]}"#,
            "ValidationException: Number of parameters in request and statement don't match.",
        ),
        (
            "parameters are values",
            r#"{"Statement": "SELECT * FROM Flat WHERE id = ?", "Parameters": [{"S": "a", "N": "1"}]}"#,
            "ValidationException: Supplied AttributeValue has more than one datatypes set, must \
             contain exactly one of the supported datatypes",
        ),
        (
            "a token of nowhere",
            r#"{"Statement": "SELECT * FROM Flat", "NextToken": "AAAA"}"#,
            "ValidationException: Invalid NextToken",
        ),
        (
            "a token of another statement",
            r#"{"Statement": "SELECT * FROM Flat", "NextToken": "WyIwMDAwMDAwMDAwMDAwMDAwIiwwLG51bGxd"}"#,
            "ValidationException: NextToken does not match request",
        ),
    ]);
}

#[test]
fn a_statement_too_long() {
    let statement = format!("SELECT * FROM Flat WHERE id = '{}'", "x".repeat(8192));
    let mut session = super::session();
    let body = serde_json::json!({ "Statement": statement });
    let error = super::ask(&mut session, EXECUTE, &body).unwrap_err();
    let rule = "failed to satisfy constraint: Member must have length less than or equal to 8192";
    assert!(error.ends_with(rule), "{error}");
}

#[test]
fn the_text() {
    let of = |detail: &str| -> &'static str { format!("{MALFORMED}{detail}").leak() };
    refuse(&[
        ("no statement", r#"{"Statement": "a = 1"}"#, of("Expected data manipulation")),
        (
            "nor the beginning of one",
            r#"{"Statement": "SHOW TABLES"}"#,
            of("Unexpected token after expression"),
        ),
        (
            "a keyword as a name",
            r#"{"Statement": "SELECT user FROM Flat"}"#,
            of("Unexpected keyword"),
        ),
        (
            "a keyword behind a dot",
            r#"{"Statement": "SELECT payload.size FROM Flat"}"#,
            of("Invalid path dot component"),
        ),
        (
            "aggregates",
            r#"{"Statement": "SELECT COUNT(*) FROM Flat"}"#,
            "ValidationException: Unexpected path component at 1:8:5",
        ),
        (
            "an empty set",
            r#"{"Statement": "INSERT INTO Flat VALUE {'id': 'a', 's': <<>>}"}"#,
            "ValidationException: Empty bags are not supported",
        ),
        (
            "equal elements of a set",
            r#"{"Statement": "INSERT INTO Flat VALUE {'id': 'a', 's': <<'x', 'y', 'x'>>}"}"#,
            "ValidationException: One or more parameter values were invalid: Input collection [x, \
             y, x] contains duplicates.",
        ),
        (
            "elements of different types",
            r#"{"Statement": "INSERT INTO Flat VALUE {'id': 'a', 's': <<'x', 1>>}"}"#,
            "ValidationException: Unsupported data type in Bag. DynamoDB only supports either numbers \
             or strings in bags",
        ),
        (
            "a number of 39 digits",
            r#"{"Statement": "INSERT INTO Flat VALUE {'id': 'a', 'n': 123456789012345678901234567890123456789}"}"#,
            "ValidationException: Attempting to store more than 38 significant digits in a Number",
        ),
        (
            "no order between booleans",
            r#"{"Statement": "SELECT * FROM Flat WHERE a < TRUE"}"#,
            "ValidationException: Incorrect operand type for operator or function; operator or \
             function: <, operand type: BOOL",
        ),
    ]);
}

/// Source: answers recorded of the service's own PartiQL as it is in DynamoDB Local 3.2.0 and 3.3.1
/// (October 2026), published by the authors of a driver.
#[test]
fn what_the_language_has_and_the_service_has_not() {
    refuse(&[
        (
            "a limit, told by its number",
            r#"{"Statement": "SELECT id FROM Flat LIMIT 5"}"#,
            "ValidationException: Unsupported clause: LIMIT at 1:27:1",
        ),
        (
            "another name for a column",
            r#"{"Statement": "SELECT n AS x FROM Flat WHERE id = 'a'"}"#,
            "ValidationException: Aliasing is not supported",
        ),
        (
            "a column twice",
            r#"{"Statement": "SELECT n, n FROM Flat WHERE id = 'a'"}"#,
            "ValidationException: Duplicate identifiers in select clause: n",
        ),
        (
            "two paths that end in one name",
            r#"{"Statement": "SELECT m.z, id, z FROM Flat"}"#,
            "ValidationException: Duplicate identifiers in select clause: z",
        ),
        (
            "a parameter in a set",
            r#"{"Statement": "INSERT INTO Flat VALUE {'id': 'a', 's': <<?>>}", "Parameters": [{"S": "x"}]}"#,
            "ValidationException: Unsupported data type in Bag. DynamoDB only supports either numbers \
             or strings in bags",
        ),
        (
            "elements of lists have names of their own",
            r#"{"Statement": "INSERT INTO Flat VALUE {'id': 'l', 'l': [1, 2], 'm': {'k': [3, 4]}}"}"#,
            r#"{"Items": []}"#,
        ),
        (
            "with their index",
            r#"{"Statement": "SELECT m.k[1], l[0], m.z FROM Flat WHERE id = 'l'"}"#,
            r#"{"Items": [{"k[1]": {"N": "4"}, "l[0]": {"N": "1"}}]}"#,
        ),
    ]);
}

#[test]
fn tables_indexes_and_order() {
    refuse(&[
        (
            "no table",
            r#"{"Statement": "SELECT * FROM Nowhere"}"#,
            "ResourceNotFoundException: Requested resource not found",
        ),
        (
            "a name that is no table's",
            r#"{"Statement": "SELECT * FROM \"a b\""}"#,
            "ResourceNotFoundException: Requested resource not found",
        ),
        (
            "no index",
            r#"{"Statement": "SELECT * FROM Flat.Ghost"}"#,
            "ValidationException: The table does not have the specified index",
        ),
        (
            "strong reads of a global index",
            r#"{"Statement": "SELECT * FROM Pairs.ByTag WHERE tag = 't'", "ConsistentRead": true}"#,
            "ValidationException: Strongly consistent read is not supported on Global Secondary Indexes",
        ),
        (
            "what a global index does not project, in a column",
            r#"{"Statement": "SELECT other FROM Pairs.ByTag WHERE tag = 't'"}"#,
            "ValidationException: One or more parameter values were invalid: Global secondary index \
             ByTag does not project [other]",
        ),
        (
            "or in the filter of a query",
            r#"{"Statement": "SELECT * FROM Pairs.ByTag WHERE tag = 't' AND other = 't'"}"#,
            "ValidationException: One or more parameter values were invalid: Secondary index ByTag \
             does not project one or more filter attributes: [other]",
        ),
        (
            "but a scan finds it missing",
            r#"{"Statement": "SELECT * FROM Pairs.ByTag WHERE other = 't'"}"#,
            r#"{"Items": []}"#,
        ),
        (
            "a key of the wrong type",
            r#"{"Statement": "SELECT * FROM Pairs WHERE pk = 1"}"#,
            "ValidationException: Key attribute's data type should match its data type in table's \
             schema: Key pk",
        ),
        (
            "a range of the wrong type",
            r#"{"Statement": "SELECT * FROM Pairs WHERE pk = 'a' AND sk > 'b'"}"#,
            "ValidationException: Key attribute's data type should match its data type in table's \
             schema: Key sk",
        ),
        (
            "a key of a type that no key has",
            r#"{"Statement": "SELECT * FROM Pairs WHERE pk = TRUE"}"#,
            "ValidationException: Key value must be of type S, N, or B. Key name: pk, Key type: BOOL",
        ),
        (
            "a path into a key",
            r#"{"Statement": "SELECT pk.a FROM Pairs"}"#,
            "ValidationException: Key attributes must be scalars; list random access '[]' and map \
             lookup '.' are not allowed: Key: pk",
        ),
        (
            "an order of everything",
            r#"{"Statement": "SELECT * FROM Pairs ORDER BY sk"}"#,
            "ValidationException: Must have WHERE clause in the statement when using ORDER BY clause.",
        ),
        (
            "an order over collections",
            r#"{"Statement": "SELECT * FROM Pairs WHERE sk > 1 ORDER BY sk"}"#,
            "ValidationException: Must have at least one non-optional hash key condition in WHERE \
             clause when using ORDER BY clause.",
        ),
        (
            "an order by what is no key",
            r#"{"Statement": "SELECT * FROM Pairs WHERE pk = 'a' ORDER BY note"}"#,
            "ValidationException: Attribute note in ORDER BY clause must be part of the primary key",
        ),
        (
            "an order of several collections without their key",
            r#"{"Statement": "SELECT * FROM Pairs WHERE pk IN ['a', 'b'] ORDER BY sk"}"#,
            "ValidationException: Must have hash key in ORDER BY clause when more than one hash key \
             condition specified in WHERE clause.",
        ),
        (
            "EXISTS is for transactions",
            r#"{"Statement": "EXISTS(SELECT * FROM Flat WHERE id = 'a')"}"#,
            "ValidationException: EXISTS can only be used in ExecuteTransaction write requests.",
        ),
    ]);
}

/// Not one collection is read where a value of another type than the key's is among them.
#[test]
fn an_order_of_values_of_several_types() {
    let value = |n: u32| if n.is_multiple_of(2) { format!("'{n:02}'") } else { n.to_string() };
    let list = (0..50).map(|n| value(n * 6 % 53)).collect::<Vec<_>>().join(", ");
    for direction in ["ASC", "DESC"] {
        let statement =
            format!("SELECT * FROM Pairs WHERE pk IN [{list}] ORDER BY pk {direction}, sk ASC");
        let answered = ask(&mut session(), EXECUTE, &json!({ "Statement": statement }));
        let mismatch = "ValidationException: Key attribute's data type should match its data type in \
                        table's schema: Key pk";
        assert_eq!(answered.unwrap_err(), mismatch);
    }
}

#[test]
fn writes() {
    refuse(&[
        (
            "an insert is a put",
            r#"{"Statement": "INSERT INTO Pairs VALUE {'pk': 'a'}"}"#,
            "ValidationException: One or more parameter values were invalid: Missing the key sk in \
             the item",
        ),
        (
            "an index takes no items",
            r#"{"Statement": "INSERT INTO Pairs.ByTag VALUE {'pk': 'a', 'sk': 1}"}"#,
            "ValidationException: FROM clause may only contain a single table name in data \
             manipulation statements at 1:13:5",
        ),
        (
            "nor does it lose any",
            r#"{"Statement": "DELETE FROM Pairs.ByTag WHERE tag = 'a'"}"#,
            "ValidationException: This operation is not supported on an index",
        ),
        (
            "of whatever table",
            r#"{"Statement": "UPDATE Nowhere.ByTag SET a = 1 WHERE tag = 'a'"}"#,
            "ValidationException: This operation is not supported on an index",
        ),
        (
            "two values of one key",
            r#"{"Statement": "DELETE FROM Flat WHERE id = 'a' AND id = 'b'"}"#,
            "ValidationException: Multiple conditions on same key id. Only single item \
             Update/Insert/Delete are supported",
        ),
        ("no key", r#"{"Statement": "UPDATE Pairs SET a = 1"}"#, NO_KEY),
        ("half a key", r#"{"Statement": "UPDATE Pairs SET a = 1 WHERE pk = 'a'"}"#, NO_KEY),
        (
            "a range of keys",
            r#"{"Statement": "DELETE FROM Pairs WHERE pk = 'a' AND sk > 1"}"#,
            NO_KEY,
        ),
        (
            "a choice of keys",
            r#"{"Statement": "DELETE FROM Pairs WHERE pk = 'a' AND sk = 1 OR pk = 'b' AND sk = 1"}"#,
            NO_KEY,
        ),
        (
            "a key of the wrong type",
            r#"{"Statement": "DELETE FROM Pairs WHERE pk = 'a' AND sk = 'b'"}"#,
            "ValidationException: The provided key element does not match the schema",
        ),
        (
            "the key stays",
            r#"{"Statement": "UPDATE Flat SET id = 'b' WHERE id = 'a'"}"#,
            "ValidationException: One or more parameter values were invalid: Cannot update attribute \
             id. This attribute is part of the key",
        ),
        (
            "paths in each other's way",
            r#"{"Statement": "UPDATE Flat SET a = 1 REMOVE a.b WHERE id = 'a'"}"#,
            "ValidationException: Invalid UpdateExpression: Two document paths overlap with each \
             other; must remove or rewrite one of these paths; path one: [a], path two: [a, b]",
        ),
        (
            "what is not there is not updated",
            r#"{"Statement": "UPDATE Flat SET a = 1 WHERE id = 'a'"}"#,
            "ConditionalCheckFailedException: The conditional request failed",
        ),
        (
            "but inserted",
            r#"{"Statement": "INSERT INTO Flat VALUE {'id': 'a'}"}"#,
            r#"{"Items": []}"#,
        ),
        (
            "once",
            r#"{"Statement": "INSERT INTO Flat VALUE {'id': 'a'}"}"#,
            "DuplicateItemException: Duplicate primary key exists in table",
        ),
        (
            "an update of what the item lacks",
            r#"{"Statement": "UPDATE Flat SET a = b + 1 WHERE id = 'a'"}"#,
            "ValidationException: The provided expression refers to an attribute that does not exist \
             in the item",
        ),
        (
            "what a removed attribute was",
            r#"{"Statement": "UPDATE Flat SET a = 1 WHERE id = 'a' AND a IS MISSING RETURNING ALL OLD *"}"#,
            r#"{"Items": [{"id": {"S": "a"}}]}"#,
        ),
        (
            "what it is now",
            r#"{"Statement": "UPDATE Flat SET a = a - 3 WHERE a = 1 AND 'a' = id RETURNING MODIFIED NEW *"}"#,
            r#"{"Items": [{"a": {"N": "-2"}}]}"#,
        ),
    ]);
}

#[test]
fn in_lists_are_limited() {
    let list = |count: usize| (0..count).map(|n| n.to_string()).collect::<Vec<_>>().join(",");
    let mut session = super::session();
    let mut ask = |condition: String| {
        let statement = format!("SELECT * FROM Numbers WHERE {condition}");
        let body = serde_json::json!({ "Statement": statement });
        super::ask(&mut session, EXECUTE, &body)
    };
    assert!(ask(format!("n IN [{}]", list(50))).is_ok());
    assert!(ask(format!("n IN [{}]", list(51))).is_err());
    assert!(ask(format!("a IN [{}]", list(100))).is_ok());
    assert!(ask(format!("a IN [{}]", list(101))).is_err());
}

#[test]
fn tables_by_their_arns() {
    let ask = |arn: &str, index: &str| {
        format!(
            r#"{{"Statement": "SELECT * FROM \"arn:aws:dynamodb:{arn}\"{index} WHERE tag = 'a'"}}"#
        )
        .leak() as &'static str
    };
    refuse(&[
        ("a table", ask("us-east-1:123456789012:table/Pairs", ""), r#"{"Items": []}"#),
        ("an index", ask("us-east-1:123456789012:table/Pairs", ".ByTag"), r#"{"Items": []}"#),
        (
            "no table",
            ask("us-east-1:123456789012:table/Nowhere", ""),
            "ResourceNotFoundException: Requested resource not found",
        ),
        (
            "of somebody else",
            ask("us-east-1:000000000000:table/Pairs", ""),
            "AccessDeniedException: Access is denied",
        ),
        (
            "elsewhere",
            ask("eu-west-1:123456789012:table/Pairs", ""),
            "ValidationException: 1 validation error detected: Invalid AWS region in \
             'arn:aws:dynamodb:eu-west-1:123456789012:table/Pairs'",
        ),
    ]);
}

#[test]
fn batches() {
    check(
        "",
        &[
            Rule(
                "no statement",
                BATCH,
                r#"{"Statements": []}"#,
                "ValidationException: 1 validation error detected: Value '[]' at 'statements' \
                 failed to satisfy constraint: Member must have length greater than or equal to 1",
            ),
            Rule(
                "reads with writes",
                BATCH,
                r#"{"Statements": [{"Statement": "SELECT * FROM Flat WHERE id = 'a'"}, {"Statement": "DELETE FROM Flat WHERE id = 'b'"}]}"#,
                "ValidationException: Read and write requests together in the same batch is not \
                 supported.",
            ),
            Rule(
                "one item twice",
                BATCH,
                r#"{"Statements": [{"Statement": "INSERT INTO Flat VALUE {'id': 'a'}"}, {"Statement": "DELETE FROM Flat WHERE id = 'a'"}]}"#,
                "ValidationException: Provided list of item keys contains duplicates",
            ),
            Rule(
                "an index in a batch",
                BATCH,
                r#"{"Statements": [{"Statement": "SELECT * FROM Pairs.ByScore WHERE tag = 'a' AND score = 1"}]}"#,
                r#"{"Responses": [{"Error": {"Code": "ValidationError", "Message": "Select statements within BatchExecuteStatement must specify the primary key in the where clause."}}]}"#,
            ),
            Rule(
                "more than the key in a batch",
                BATCH,
                r#"{"Statements": [{"Statement": "SELECT * FROM Flat WHERE id = 'a' AND n = 1"}, {"Statement": "SELECT * FROM Flat WHERE id IN ['b']"}]}"#,
                r#"{"Responses": [{"Error": {"Code": "ValidationError", "Message": "Select statements within BatchExecuteStatement must specify the primary key in the where clause."}}, {"TableName": "Flat"}]}"#,
            ),
            Rule(
                "errors other than of the form name the table, and show no item",
                BATCH,
                r#"{"Statements": [{"Statement": "UPDATE Flat SET n = 1 WHERE id = 'a'", "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}, {"Statement": "DELETE FROM Nowhere WHERE id = 'a'"}, {"Statement": "a = 1"}]}"#,
                r#"{"Responses": [{"Error": {"Code": "ConditionalCheckFailed", "Message": "The conditional request failed"}, "TableName": "Flat"}, {"Error": {"Code": "ResourceNotFound", "Message": "Requested resource not found"}, "TableName": "Nowhere"}, {"Error": {"Code": "ValidationError", "Message": "Statement wasn't well formed, can't be processed: Expected data manipulation"}}]}"#,
            ),
        ],
    );
}

#[test]
fn transactions() {
    const TRANSACTION: &str = "ExecuteTransaction";
    let of = |at: usize, detail: &str| -> &'static str {
        format!("ValidationException: Validation failed in TransactStatements[{at}]: {detail}")
            .leak()
    };
    check(
        "",
        &[
            Rule(
                "statements are required",
                TRANSACTION,
                "{}",
                "ValidationException: 1 validation error detected: Value null at \
                 'transactStatements' failed to satisfy constraint: Member must not be null",
            ),
            Rule(
                "no index is read",
                TRANSACTION,
                r#"{"TransactStatements": [{"Statement": "SELECT * FROM Pairs.ByTag WHERE tag = 'a'"}]}"#,
                of(0, "Reads on indices are not supported within transactions."),
            ),
            Rule(
                "nor is one checked",
                TRANSACTION,
                r#"{"TransactStatements": [{"Statement": "DELETE FROM Flat WHERE id = 'a'"}, {"Statement": "EXISTS(SELECT * FROM Pairs.ByTag WHERE tag = 'a')"}]}"#,
                of(1, "Reads on indices are not supported within transactions."),
            ),
            Rule(
                "reads name their item",
                TRANSACTION,
                r#"{"TransactStatements": [{"Statement": "SELECT * FROM Pairs WHERE pk = 'a'"}]}"#,
                of(
                    0,
                    "Select statements within ExecuteTransaction must specify the primary key in \
                     the where clause.",
                ),
            ),
            Rule(
                "writes too",
                TRANSACTION,
                r#"{"TransactStatements": [{"Statement": "DELETE FROM Pairs WHERE pk = 'a'"}]}"#,
                "TransactionCanceledException: Transaction cancelled, please refer cancellation \
                 reasons for specific reasons [ValidationError]",
            ),
            Rule(
                "reads name nothing but their item",
                TRANSACTION,
                r#"{"TransactStatements": [{"Statement": "SELECT * FROM Flat WHERE id = 'a' AND n = 1"}]}"#,
                of(
                    0,
                    "Select statements within ExecuteTransaction must specify the primary key in \
                     the where clause.",
                ),
            ),
            Rule(
                "a check needs something to check",
                TRANSACTION,
                r#"{"TransactStatements": [{"Statement": "EXISTS(SELECT * FROM Flat WHERE id = 'a')"}]}"#,
                of(0, "EXISTS() must contain a single item read with additional condition"),
            ),
            Rule(
                "text that is no statement",
                TRANSACTION,
                r#"{"TransactStatements": [{"Statement": "DELETE FROM Flat WHERE id = 'a'"}, {"Statement": "a = 1"}]}"#,
                of(
                    1,
                    "Statement wasn't well formed, can't be processed: Expected data manipulation",
                ),
            ),
            Rule(
                "nothing is returned",
                TRANSACTION,
                r#"{"TransactStatements": [{"Statement": "DELETE FROM Flat WHERE id = 'a' RETURNING ALL OLD *"}]}"#,
                of(0, "RETURNING clause is not supported in ExecuteTransaction."),
            ),
            Rule(
                "reads with writes",
                TRANSACTION,
                r#"{"TransactStatements": [{"Statement": "SELECT * FROM Flat WHERE id = 'a'"}, {"Statement": "DELETE FROM Flat WHERE id = 'b'"}]}"#,
                "ValidationException: ExecuteTransaction API does not support both read and write \
                 operations in the same request.",
            ),
            Rule(
                "one item twice",
                TRANSACTION,
                r#"{"TransactStatements": [{"Statement": "INSERT INTO Flat VALUE {'id': 'a'}"}, {"Statement": "DELETE FROM Flat WHERE id = 'a'"}]}"#,
                "ValidationException: Transaction request cannot include multiple operations on one \
                 item",
            ),
            Rule(
                "no table",
                TRANSACTION,
                r#"{"TransactStatements": [{"Statement": "INSERT INTO Nowhere VALUE {'id': 'a'}"}, {"Statement": "INSERT INTO Flat VALUE {'id': 'a'}"}]}"#,
                "TransactionCanceledException: Transaction cancelled, please refer cancellation \
                 reasons for specific reasons [ResourceNotFound, None]",
            ),
            Rule(
                "none to read",
                TRANSACTION,
                r#"{"TransactStatements": [{"Statement": "SELECT * FROM Nowhere WHERE id = 'a'"}]}"#,
                "TransactionCanceledException: Transaction cancelled, please refer cancellation \
                 reasons for specific reasons [ResourceNotFound]",
            ),
            Rule(
                "writes answer nothing",
                TRANSACTION,
                r#"{"TransactStatements": [{"Statement": "INSERT INTO Flat VALUE {'id': 'a', 'n': 1}"}]}"#,
                r#"{"Responses": []}"#,
            ),
            Rule(
                "checks neither",
                TRANSACTION,
                r#"{"TransactStatements": [{"Statement": "EXISTS(SELECT * FROM Flat WHERE id = 'a' AND attribute_exists(n))"}, {"Statement": "UPDATE Flat SET m = 1 WHERE id = 'a' AND n = 1"}]}"#,
                "ValidationException: Transaction request cannot include multiple operations on one \
                 item",
            ),
            Rule(
                "nor a name of one",
                TRANSACTION,
                r#"{"TransactStatements": [{"Statement": "INSERT INTO \"?\" VALUE {'id': 'a'}"}]}"#,
                "ResourceNotFoundException: Requested resource not found",
            ),
        ],
    );
}

#[test]
fn conditions_may_ask_what_exists() {
    refuse(&[
        (
            "an item",
            r#"{"Statement": "INSERT INTO Flat VALUE {'id': 'a', 'm': {'k': 1}, 'l': [1]}"}"#,
            r#"{"Items": []}"#,
        ),
        (
            "that has it",
            r#"{"Statement": "SELECT id FROM Flat WHERE attribute_exists(m.k)"}"#,
            r#"{"Items": [{"id": {"S": "a"}}]}"#,
        ),
        (
            "under NOT and in any case",
            r#"{"Statement": "SELECT id FROM Flat WHERE NOT (Attribute_Not_Exists(l[0]) OR n = 1)"}"#,
            r#"{"Items": [{"id": {"S": "a"}}]}"#,
        ),
        (
            "that lacks it",
            r#"{"Statement": "UPDATE Flat SET n = 1 WHERE id = 'a' AND attribute_not_exists(n)"}"#,
            r#"{"Items": []}"#,
        ),
        (
            "once",
            r#"{"Statement": "UPDATE Flat SET n = 2 WHERE id = 'a' AND attribute_not_exists(n)"}"#,
            "ConditionalCheckFailedException: The conditional request failed",
        ),
        (
            "an item that is not there is not updated, whatever it lacks",
            r#"{"Statement": "UPDATE Flat SET n = 2 WHERE id = 'z' AND attribute_not_exists(n)"}"#,
            "ConditionalCheckFailedException: The conditional request failed",
        ),
        (
            "a delete that its guard stops",
            r#"{"Statement": "DELETE FROM Flat WHERE id = 'a' AND NOT attribute_exists(n)"}"#,
            "ConditionalCheckFailedException: The conditional request failed",
        ),
        (
            "of nothing",
            r#"{"Statement": "DELETE FROM Flat WHERE id = 'z' AND attribute_exists(n)"}"#,
            r#"{"Items": []}"#,
        ),
        (
            "a value is no path",
            r#"{"Statement": "SELECT * FROM Flat WHERE attribute_exists('a')"}"#,
            "ValidationException: Unexpected path component at 1:43:3",
        ),
        (
            "one path, no more",
            r#"{"Statement": "SELECT * FROM Flat WHERE attribute_exists(a, b)"}"#,
            "ValidationException: Incorrect number of operands for operator or function; operator or \
             function: attribute_exists, number of operands: 2",
        ),
        (
            "a type by its name",
            r#"{"Statement": "SELECT * FROM Flat WHERE attribute_type(n, 'X')"}"#,
            "ValidationException: Invalid attribute type name found; type: X, valid types: \
             {N,BS,L,B,NULL,M,S,SS,NS,BOOL}",
        ),
        (
            "a function that there is none of",
            r#"{"Statement": "SELECT * FROM Flat WHERE id = 'a' AND lower(n) = 'x'"}"#,
            "ValidationException: Unexpected path component at 1:39:5",
        ),
    ]);
}

/// Source: `FROM … SET` is the grammar's other way of writing an update (partiql-lang-kotlin, 2020).
#[test]
fn an_update_may_begin_with_its_table() {
    refuse(&[
        (
            "an item",
            r#"{"Statement": "INSERT INTO Flat VALUE {'id': 'a', 'n': 1}"}"#,
            r#"{"Items": []}"#,
        ),
        (
            "is set",
            r#"{"Statement": "FROM Flat WHERE id = 'a' SET n = n + 1, m = 'x' RETURNING ALL NEW *"}"#,
            r#"{"Items": [{"id": {"S": "a"}, "n": {"N": "2"}, "m": {"S": "x"}}]}"#,
        ),
        (
            "and relieved",
            r#"{"Statement": "from \"Flat\" where id = 'a' and n = 2 remove m returning modified old *"}"#,
            r#"{"Items": [{"m": {"S": "x"}}]}"#,
        ),
        (
            "by its key",
            r#"{"Statement": "FROM Flat SET n = 1"}"#,
            "ValidationException: Where clause does not contain a mandatory equality on all key \
             attributes",
        ),
        (
            "but not otherwise",
            r#"{"Statement": "FROM Flat WHERE id = 'a'"}"#,
            "ValidationException: Statement wasn't well formed, can't be processed: Expected data \
             manipulation",
        ),
    ]);
}

/// What the parser finds, in the order in which it looks.
#[test]
fn text_that_is_no_statement() {
    let rows = [
        ("", "Expected data manipulation"),
        ("a = 1", "Expected data manipulation"),
        ("CREATE TABLE Flat", "Expected data manipulation"),
        ("SELECT * FROM Flat x y", "Unexpected token after expression"),
        ("SELECT * FROM Flat;;", "Unexpected token after semicolon. (Only one query is allowed.)"),
        ("SELECT * FROM Flat WHERE id =", "Missing right-hand side expression of infix operator"),
        ("SELECT * FROM Flat WHERE id = 'a", ""),
        ("SELECT * FROM Flat WHERE (id = 'a'", "Expected RIGHT_PAREN"),
        ("SELECT * FROM Flat WHERE id BETWEEN 'a' OR 'b'", "Expected AND keyword"),
        ("SELECT * FROM Flat WHERE id IS", "Expected type name"),
        (
            "SELECT *, id FROM Flat",
            "Other expressions may not be present in the select list when '*' is \
             used without dot notation.",
        ),
        ("SELECT id", "Expected FROM after SELECT list"),
        ("SELECT id AS FROM Flat", "Expected identifier for AS-alias"),
        ("DELETE Flat WHERE id = 'a'", "Expected FROM after DELETE"),
        ("UPDATE Flat SET n 1 WHERE id = 'a'", "Expected '='"),
        (
            "UPDATE Flat SET n = 1 WHERE id = 'a' RETURNING NEW *",
            "Expected ( MODIFIED | ALL ) ( NEW | OLD ) in each returning element.",
        ),
        ("INSERT INTO Flat VALUE {'id': 'a', 'n': 1e}", ""),
        ("INSERT INTO Flat VALUE {'id': 'a', 'n': 1x}", "Expected RIGHT_CURLY"),
    ];
    for (statement, detail) in rows {
        let answered = ask(&mut session(), EXECUTE, &json!({ "Statement": statement }));
        // An empty text breaks a constraint before it is read.
        match statement {
            "" => assert!(answered.unwrap_err().contains("length greater than or equal to 1")),
            _ => assert_eq!(answered.unwrap_err(), format!("{MALFORMED}{detail}"), "{statement}"),
        }
    }
}

#[test]
fn sets_are_changed_by_their_functions() {
    refuse(&[
        (
            "a set",
            r#"{"Statement": "INSERT INTO Flat VALUE {'id': 'a', 's': <<'x', 'y'>>, 'n': 2}"}"#,
            r#"{"Items": []}"#,
        ),
        (
            "grows and shrinks",
            r#"{"Statement": "UPDATE Flat SET s = set_add(s, <<'z'>>) SET t = set_add(t, <<1>>) WHERE id = 'a' RETURNING MODIFIED NEW *"}"#,
            r#"{"Items": [{"s": {"SS": ["x", "y", "z"]}, "t": {"NS": ["1"]}}]}"#,
        ),
        (
            "of itself alone",
            r#"{"Statement": "UPDATE Flat SET s = set_add(t, <<'z'>>) WHERE id = 'a'"}"#,
            "ValidationException: The first argument to SET_ADD must equal the assignment value at \
             1:21:7",
        ),
        (
            "by a set alone",
            r#"{"Statement": "UPDATE Flat SET s = set_delete(s, 'z') WHERE id = 'a'"}"#,
            "ValidationException: The second argument to SET_DELETE must be a value with type SET at \
             1:32:1",
        ),
        (
            "sums of sums",
            r#"{"Statement": "UPDATE Flat SET n = (n + 1) - n + 10 WHERE id = 'a' RETURNING MODIFIED NEW *"}"#,
            r#"{"Items": [{"n": {"N": "11"}}]}"#,
        ),
        (
            "of numbers",
            r#"{"Statement": "UPDATE Flat SET n = n + 'a' WHERE id = 'a'"}"#,
            "ValidationException: Incorrect operand type for operator or function; operator or \
             function: +, operand type: S",
        ),
        (
            "and no products",
            r#"{"Statement": "UPDATE Flat SET n = n * 2 WHERE id = 'a'"}"#,
            "ValidationException: Unsupported operator in Condition Expression. Operator: *",
        ),
        (
            "a delete returns what was",
            r#"{"Statement": "DELETE FROM Flat WHERE id = 'a' RETURNING ALL NEW *"}"#,
            "ValidationException: Invalid returning clause: RETURNING ALL NEW *. Only RETURNING ALL \
             OLD * is allowed in DELETE statements.",
        ),
        (
            "equal numbers of a set",
            r#"{"Statement": "INSERT INTO Flat VALUE {'id': 'b', 's': <<1, 1>>}"}"#,
            "ValidationException: One or more parameter values were invalid: Input collection [1, 1] \
             contains duplicates! under root",
        ),
        (
            "a parameter in a literal",
            r#"{"Statement": "INSERT INTO Flat VALUE {'id': 'b', 'l': [1, ?]}", "Parameters": [{"S": "x"}]}"#,
            "ValidationException: Unsupported data type: Parameter under key root[1] at 1:45:1",
        ),
    ]);
}

/// Source: dynoxide (eu-west-2, August 2026).
#[test]
fn a_batch_is_billed_table_by_table() {
    let mut session = session();
    let put = |table: &str, item: &str| json!({ "Statement": format!("INSERT INTO {table} VALUE {item}") });
    let mut run = |detail: &str, statements: &[serde_json::Value]| {
        let body = json!({ "Statements": statements, "ReturnConsumedCapacity": detail });
        ask(&mut session, BATCH, &body).unwrap()["ConsumedCapacity"].clone()
    };
    let first = [
        put("Flat", "{'id': 'a'}"),
        put("Pairs", "{'pk': 'a', 'sk': 1}"),
        put("Flat", "{'id': 'b'}"),
    ];
    let both = json!([
        { "TableName": "Flat", "CapacityUnits": 2.0 },
        { "TableName": "Pairs", "CapacityUnits": 1.0 },
    ]);
    assert_eq!(run("TOTAL", &first), both);
    // What fails is in the sum and in no part; a table of which all failed is left out.
    let second = [
        put("Flat", "{'id': 'a'}"),
        put("Flat", "{'id': 'c'}"),
        put("Pairs", "{'pk': 'a', 'sk': 1}"),
    ];
    let one = json!([{
        "TableName": "Flat",
        "CapacityUnits": 2.0,
        "Table": { "CapacityUnits": 1.0 },
    }]);
    assert_eq!(run("INDEXES", &second), one);
    assert_eq!(run("TOTAL", &second[..1]), json!(null));
}

/// Source: dynoxide (eu-west-2, August 2026): only UpdateItem adds a price for each clause.
#[test]
fn an_update_weighs_its_item_alone() {
    let mut session = session();
    // 5 bytes of the key and 1 of a name: one byte is left for a value of its own.
    let item = json!({ "id": { "S": "abc" }, "x": { "S": "x".repeat(409_600 - 9) } });
    super::done(&mut session, "PutItem", &json!({ "TableName": "Flat", "Item": item }));
    let mut set = |value: &str| {
        let statement = format!("UPDATE Flat SET y = '{value}' WHERE id = 'abc'");
        ask(&mut session, EXECUTE, &json!({ "Statement": statement }))
    };
    assert_eq!(
        set("xxx").unwrap_err(),
        "ValidationException: Item size to update has exceeded the maximum allowed size"
    );
    assert_eq!(set("xx"), Ok(json!({ "Items": [] })));
}
