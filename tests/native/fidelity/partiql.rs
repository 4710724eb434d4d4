//! PartiQL: what refuses a statement, and in which words.

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
            "ValidationException: Given NextToken is invalid",
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
        ("no statement", r#"{"Statement": "SHOW TABLES"}"#, of("Expected data manipulation")),
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
            "ValidationException: One or more parameter values were invalid: An string set  may not \
             be empty",
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
            "ValidationException: Incorrect operand type for operator or function; operator or \
             function: <<>>, operand type: N",
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
            r#"{"Statement": "SELECT * FROM Flat.Nothing"}"#,
            "ValidationException: The table does not have the specified index: Nothing",
        ),
        (
            "strong reads of a global index",
            r#"{"Statement": "SELECT * FROM Pairs.ByTag WHERE tag = 't'", "ConsistentRead": true}"#,
            "ValidationException: Consistent reads are not supported on global secondary indexes",
        ),
        (
            "what a global index does not project, in a column",
            r#"{"Statement": "SELECT other FROM Pairs.ByTag WHERE tag = 't'"}"#,
            "ValidationException: One or more parameter values were invalid: Global secondary index \
             ByTag does not project [other]",
        ),
        (
            "or in the condition of a scan",
            r#"{"Statement": "SELECT * FROM Pairs.ByTag WHERE other = 't'"}"#,
            "ValidationException: One or more parameter values were invalid: Global secondary index \
             ByTag does not project [other]",
        ),
        (
            "a key of the wrong type",
            r#"{"Statement": "SELECT * FROM Pairs WHERE pk = 1"}"#,
            "ValidationException: One or more parameter values were invalid: Condition parameter \
             type does not match schema type",
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
            "ValidationException: Variable reference note in ORDER BY clause must be part of the \
             primary key",
        ),
        (
            "EXISTS is for transactions",
            r#"{"Statement": "EXISTS(SELECT * FROM Flat WHERE id = 'a')"}"#,
            "ValidationException: EXISTS is only supported in ExecuteTransaction",
        ),
    ]);
}

/// Collections are put in order before any of them is read, and so before a value of another type
/// than the key's is rejected.
#[test]
fn an_order_of_values_of_several_types() {
    let value = |n: u32| if n.is_multiple_of(2) { format!("'{n:02}'") } else { n.to_string() };
    let list = (0..50).map(|n| value(n * 6 % 53)).collect::<Vec<_>>().join(", ");
    for direction in ["ASC", "DESC"] {
        let statement =
            format!("SELECT * FROM Pairs WHERE pk IN [{list}] ORDER BY pk {direction}, sk ASC");
        let answered = ask(&mut session(), EXECUTE, &json!({ "Statement": statement }));
        let mismatch = "ValidationException: One or more parameter values were invalid: Condition \
             parameter type does not match schema type";
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
            "ValidationException: Writes to an index are not supported",
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
                r#"{"Responses": [{"Error": {"Code": "ValidationError", "Message": "Select statements within BatchExecuteStatement must specify the primary key in the where clause."}, "TableName": "Pairs"}]}"#,
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
                of(0, "Where clause does not contain a mandatory equality on all key attributes"),
            ),
            Rule(
                "text that is no statement",
                TRANSACTION,
                r#"{"TransactStatements": [{"Statement": "DELETE FROM Flat WHERE id = 'a'"}, {"Statement": "COMMIT"}]}"#,
                of(
                    1,
                    "Statement wasn't well formed, can't be processed: Expected data manipulation",
                ),
            ),
            Rule(
                "nothing is returned",
                TRANSACTION,
                r#"{"TransactStatements": [{"Statement": "DELETE FROM Flat WHERE id = 'a' RETURNING ALL OLD *"}]}"#,
                of(0, "RETURNING is not supported within transactions."),
            ),
            Rule(
                "reads with writes",
                TRANSACTION,
                r#"{"TransactStatements": [{"Statement": "SELECT * FROM Flat WHERE id = 'a'"}, {"Statement": "DELETE FROM Flat WHERE id = 'b'"}]}"#,
                "ValidationException: Read and write requests together in the same batch is not \
                 supported.",
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
                r#"{"TransactStatements": [{"Statement": "INSERT INTO Nowhere VALUE {'id': 'a'}"}]}"#,
                "ResourceNotFoundException: Requested resource not found",
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
