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
