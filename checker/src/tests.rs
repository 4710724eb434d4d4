//! Content that is made, content that is wrong, and what is said of it.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::scaffold::{What, make};

/// A root with a lesson, an exercise and a question, as `new` makes them.
fn root() -> TempDir {
    let root = tempfile::tempdir().unwrap();
    let lessons = root.path().join("lessons");
    fs::create_dir(&lessons).unwrap();
    let path = "[[unit]]\nid = 'u'\ntitle = 'U'\nline = 'L'\nlessons = []\n";
    fs::write(lessons.join("path.toml"), path).unwrap();
    let topics = "[[topic]]\nid = 'partition-key'\ntitle = 'T'\nseeds = ['000']\n";
    fs::write(lessons.join("topics.toml"), topics).unwrap();
    make(root.path(), What::Lesson, "a").unwrap();
    make(root.path(), What::Exercise, "a/b").unwrap();
    make(root.path(), What::Question, "a/c").unwrap();
    root
}

fn problems(root: &Path) -> Vec<String> {
    crate::check(root, &[]).1.problems.iter().map(ToString::to_string).collect()
}

/// What is said once a text of a file is replaced.
fn problems_with(file: &str, from: &str, to: &str) -> Vec<String> {
    let root = root();
    let path = root.path().join("lessons/a").join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{file} has no {from}");
    fs::write(&path, text.replacen(from, to, 1)).unwrap();
    problems(root.path())
}

#[test]
fn what_is_made_runs_and_covers_its_topic() {
    let root = root();
    assert_eq!(problems(root.path()), Vec::<String>::new());
    let (content, report) = crate::check(root.path(), &[]);
    assert_eq!(report.gaps, Vec::<String>::new());
    assert_eq!((content.lessons.len(), content.lessons[0].exercises.len()), (1, 1));
    assert!(make(root.path(), What::Lesson, "a").is_err(), "nothing is overwritten");
    assert!(make(root.path(), What::Exercise, "z/b").is_err());
}

#[test]
fn wrong_lessons_are_told_with_their_line() {
    let wrong = [
        ("medical/1000", "medicine/1000", "lesson.md:5: there is no dataset `medicine`"),
        ("PK = :p", "P = :p", "lesson.md:17: Query failed: ValidationException"),
        ("::predict returned rcu", "::predict rcu before_bytes", "`before_bytes` has no value"),
        ("term:partition-key", "term:partition-keys", "has no term"),
        ("for {{rcu}} RCU.", "for {{error}}.", "`error` has no value here"),
        (
            "for {{rcu}} RCU.",
            "for {{guess.rcu}}.",
            "if nothing was predicted: `guess.rcu` has no value",
        ),
        (
            "::run Query as query",
            "::run Query as query fails ValidationException",
            "was to fail with ValidationException, and succeeded",
        ),
        ("::picture collections", "", "no step has a `::picture`"),
    ];
    for (from, to, part) in wrong {
        let problems = problems_with("lesson.md", from, to);
        assert!(problems.iter().any(|problem| problem.contains(part)), "{to}: {problems:?}");
    }
    let choices = "::predict choice\nWhat?\n- [rcu == 0.5] a\n- [rcu < 1] b";
    let problems = problems_with("lesson.md", "::predict returned rcu", choices);
    assert!(problems[0].contains("choice"), "{problems:?}");
}

#[test]
fn wrong_exercises_are_told_with_their_line() {
    let wrong = [
        ("max_rcu = 0.5", "max_rcu = 0.1", "b.toml:16: the solution fails `max_rcu`"),
        (
            "max_rcu = 0.5",
            "max_rcu = 0.5\nmax_requests = 3",
            "nothing fails the check `max_requests`",
        ),
        ("fails = \"max_rcu\"", "fails = \"rows\"", "is to fail `rows`, and fails `operation`"),
        ("[\"GetItem\", \"Query\"]", "[\"GetItem\", \"Quer\"]", "there is no operation `Quer`"),
        ("SK = \"PROFILE\" }] }", "SK = \"PROFIL\" }] }", "the solution fails `rows`"),
        (
            "[[hint]]\ntext = \"Which attributes identify exactly one item?\"",
            "",
            "there is no [[hint]]",
        ),
        (
            "expect = [{ PK = \"PATIENT#123\", SK = \"PROFILE\" }]",
            "expect = []",
            "nothing that isn't so already",
        ),
        ("seed = 7", "dataset = \"medical/1001\"", "there is no size `1001`"),
    ];
    for (from, to, part) in wrong {
        let problems = problems_with("exercises/b.toml", from, to);
        assert!(problems.iter().any(|problem| problem.contains(part)), "{to}: {problems:?}");
    }
}

#[test]
fn wrong_questions_are_told_with_their_line() {
    let wrong = [
        ("answer = \"returned * 0.5\"", "answer = \"rcu\"", "c.toml:17: this belief is right"),
        ("kind = \"number\"", "kind = \"number\"\nvary = true", "`vary` has no effect"),
        ("PK = :p", "PK = :q", "Query failed"),
    ];
    for (from, to, part) in wrong {
        let problems = problems_with("questions/c.toml", from, to);
        assert!(problems.iter().any(|problem| problem.contains(part)), "{to}: {problems:?}");
    }
    let options = "kind = \"choose\"\n[[option]]\ntext = \"a\"\nwhen = \"rcu == 0.5\"\nwhy = \"A.\"\n[[option]]\ntext = \"b\"\nright = false\nshows = \"rcu == 1\"\nwhy = \"B.\"\n";
    let root = root();
    let path = root.path().join("lessons/a/questions/c.toml");
    let text = fs::read_to_string(&path).unwrap();
    let (head, rest) = text.split_once("[[experiment]]").unwrap();
    let (experiment, _) = rest.split_once("[[belief]]").unwrap();
    let head =
        head.replace("answer = \"rcu\"\nunit = \"RCU\"\n", "").replace("kind = \"number\"\n", "");
    let (kind, options) = options.split_once('\n').unwrap();
    fs::write(&path, format!("{kind}\n{head}[[experiment]]{experiment}{options}")).unwrap();
    let problems = problems(root.path());
    assert!(problems[0].contains("`shows` isn't so"), "{problems:?}");
}

/// An exercise whose answer is settings of the traffic lab, and one whose answer is a request.
const LAB: &str = r#"
title = "Under load"
task = "Make the writes for one key succeed."
[check.lab]
preset = "hot-key"
set = { seconds = 20 }
choose = ["pattern", "shards"]
max_throttled_percent = 0
[[hint]]
text = "Which partitions are idle?"
[solution]
lab = { pattern = "sharded", shards = 10 }
why = "Ten suffixes are ten partition keys."
[[wrong]]
name = "one shard"
lab = { pattern = "sharded", shards = 1 }
fails = "max_throttled_percent"
"#;
const TABLE: &str = r#"
title = "A capacity mode"
task = "Serve the load."
dataset = "sensors/article"
[check]
operation = ["UpdateTable"]
[check.lab]
preset = "uniform"
set = { seconds = 10, rate = 200 }
table = true
max_throttled_percent = 0
max_dollars = 100
[[hint]]
text = "What is the load?"
[solution]
answer = '''UpdateTable { "BillingMode": "PROVISIONED", "ProvisionedThroughput": { "ReadCapacityUnits": 1, "WriteCapacityUnits": 200 } }'''
why = "200 writes of 1 KB need 200 WCU."
[[wrong]]
name = "too little"
answer = '''UpdateTable { "BillingMode": "PROVISIONED", "ProvisionedThroughput": { "ReadCapacityUnits": 1, "WriteCapacityUnits": 50 } }'''
fails = "max_throttled_percent"
[[wrong]]
name = "nothing at all"
answer = '''GetItem { "Key": { "device_id": { "S": "a" }, "taken_at": { "S": "b" } } }'''
fails = "operation"
"#;

/// What is said of a lesson whose exercise is this text.
fn problems_of_exercise(text: &str) -> Vec<String> {
    let root = root();
    fs::write(root.path().join("lessons/a/exercises/b.toml"), text).unwrap();
    problems(root.path())
}

#[test]
fn answers_are_put_under_the_load_of_the_lab() {
    assert_eq!(problems_of_exercise(LAB), Vec::<String>::new());
    assert_eq!(problems_of_exercise(TABLE), Vec::<String>::new());
    let wrong = [
        (
            LAB,
            "shards = 10",
            "shards = 1",
            "the solution fails `max_throttled_percent`: Under load",
        ),
        (LAB, "shards = 1 ", "shards = 20 ", "is to fail `max_throttled_percent`, and passes"),
        (LAB, "preset = \"hot-key\"", "preset = \"hot\"", "no experiment `hot`"),
        (LAB, "\"shards\"]", "\"shard\"]", "isn't among the settings to `choose`"),
        (LAB, "choose = [\"pattern\", \"shards\"]", "", "nothing of the answer reaches the lab"),
        (LAB, "max_throttled_percent = 0", "", "say what must come of it"),
        (LAB, "\"shards\"]", "\"shards\", \"keyz\"]", "the lab has no setting `keyz`"),
        (
            LAB,
            "max_throttled_percent = 0",
            "max_throttled_percent = 0\nmax_p99_millis = 9000",
            "nothing fails the check `max_p99_millis`",
        ),
        (TABLE, "max_dollars = 100", "max_dollars = 10", "the solution fails `max_dollars`"),
    ];
    for (text, from, to, part) in wrong {
        assert!(text.contains(from), "{from}");
        let problems = problems_of_exercise(&text.replacen(from, to, 1));
        assert!(problems.iter().any(|problem| problem.contains(part)), "{to}: {problems:?}");
    }
}

#[test]
fn an_answer_may_go_on_where_a_page_ended() {
    let pages = r#"
title = "Two pages"
task = "Read the items of patient 123 in pages of three."
[check]
rows = { by = ["SK"], oracle = '''Query { "KeyConditionExpression": "PK = :p", "ExpressionAttributeValues": { ":p": { "S": "PATIENT#123" } } }''' }
[[hint]]
text = "Where did the first page end?"
[solution]
answer = '''
Query { "KeyConditionExpression": "PK = :p", "ExpressionAttributeValues": { ":p": { "S": "PATIENT#123" } }, "Limit": 3 }
Query { "KeyConditionExpression": "PK = :p", "ExpressionAttributeValues": { ":p": { "S": "PATIENT#123" } }, "ExclusiveStartKey": "{{last_key}}" }
'''
why = "The second page starts after the key that the first ended with."
[[wrong]]
name = "one page"
answer = '''
Query { "KeyConditionExpression": "PK = :p", "ExpressionAttributeValues": { ":p": { "S": "PATIENT#123" } }, "Limit": 3 }
'''
fails = "rows"
"#;
    assert_eq!(problems_of_exercise(pages), Vec::<String>::new());
}

#[test]
fn questions_speak_of_the_lab_of_time_and_of_an_order() {
    let lab = r#"
concept = "hot-keys"
kind = "number"
prompt = "1,500 writes per second go to one key. How many partitions does the table end with?"
answer = "end_partitions"
explain = "It throttles {{round(throttled_percent)}}%."
[[experiment]]
lab = "hot-key"
set = { seconds = 5 }
[[experiment]]
wait = "5 s"
[[experiment]]
lab = "hot-key"
set = { seconds = 5 }
[[belief]]
answer = "end_partitions + 1"
why = "One item can't be split."
"#;
    let order = r#"
concept = "cost"
kind = "order"
prompt = "Order by cost."
explain = "The more is read, the more it costs."
[[experiment]]
name = "get"
request = '''GetItem { "Key": { "PK": { "S": "PATIENT#123" }, "SK": { "S": "PROFILE" } } }'''
[[experiment]]
name = "scan"
request = '''Scan { }'''
[[card]]
text = "GetItem of {{get.returned}} item"
value = "get.rcu"
[[card]]
text = "Scan of {{scan.evaluated}} items"
value = "scan.rcu"
[[card]]
text = "Both"
value = "scan.rcu + get.rcu"
"#;
    let said = |text: &str| {
        let root = root();
        fs::write(root.path().join("lessons/a/questions/c.toml"), text).unwrap();
        problems(root.path())
    };
    assert_eq!(said(lab), Vec::<String>::new());
    assert_eq!(said(order), Vec::<String>::new());
    let wrong = [
        (lab, "wait = \"5 s\"", "wait = \"soon\"", "write `wait = "),
        (lab, "wait = \"5 s\"", "wait = \"5 s\"\nlab = \"hot-key\"", "is one thing"),
        (lab, "wait = \"5 s\"", "wait = \"5 s\"\nfails = \"AException\"", "are of a `request`"),
        (lab, "lab = \"hot-key\"\nset", "lab = \"hot\"\nset", "no experiment `hot`"),
        (order, "scan.rcu + get.rcu", "scan.rcu", "the same value as this one"),
        (order, "\"get.rcu\"", "\"scan.rcu * 2\"", "which is: Scan of"),
    ];
    for (text, from, to, part) in wrong {
        assert!(text.contains(from), "{from}");
        let problems = said(&text.replacen(from, to, 1));
        assert!(problems.iter().any(|problem| problem.contains(part)), "{to}: {problems:?}");
    }
}
