use super::*;

/// Reads a lesson with this body behind a front matter of eight lines.
fn read(body: &str) -> Result<Lesson, Problem> {
    let folder = tempfile::tempdir().unwrap();
    let front = "+++\ntitle = 'T'\npoint = 'P'\nminutes = 5\ndataset = 'medical/1000'\ntopics = ['a']\nterms = []\n+++\n";
    std::fs::write(folder.path().join("lesson.md"), format!("{front}{body}")).unwrap();
    super::read(folder.path(), Path::new("lesson.md"), "t")
}

const STEP: &str = "\
# step: First things
Some text.

::predict rcu
How many?

::run Query as query
Read them.
{ \"Limit\": 5 }

::picture receipt

::explain
It costs {{rcu}}. {{#if guess.rcu < rcu}}You said {{guess.rcu}}.{{/if}}

# step second: Next
::predict choice
What now?
- [rcu < query.rcu] Less
- [rcu == query.rcu] The same

::run like query as fewer
{ \"Limit\": 2 }

::explain
{{query.rcu}} and {{fewer.rcu}}.

::try like query
Change it.
{ \"Limit\": null }

# instructor
Say this.
";

#[test]
fn a_lesson_has_steps_with_parts() {
    let lesson = read(STEP).unwrap();
    let [first, second] = &lesson.steps[..] else { panic!("{:?}", lesson.steps) };
    assert_eq!((&*first.id, &*second.id), ("first-things", "second"));
    assert_eq!((first.line, second.line), (9, 24));
    assert_eq!(first.runs[0].name.as_deref(), Some("query"));
    assert_eq!(first.runs[0].line, 15);
    assert!(first.picture.is_some() && !first.explain.is_empty() && first.attempt.is_none());
    let request = second.runs[0].action.request().unwrap();
    assert_eq!((&*request.operation, &request.body["Limit"]), ("Query", &serde_json::json!(2)));
    let tried = second.attempt.as_ref().unwrap().request.as_ref().unwrap();
    assert!(tried.body.get("Limit").is_none());
    assert_eq!(lesson.instructor.len(), 1);
}

#[test]
fn what_is_wrong_has_its_line() {
    let wrong = [
        ("text", 9, "before the first"),
        ("# stop: A", 9, "a step begins with"),
        ("# step: A\n# step: a", 10, "two steps"),
        ("# step: A\n::rum Query", 10, "there is no `::rum`"),
        ("# step: A\n::run Query\n{ \"Limit\": }", 11, "no JSON"),
        ("# step: A\n::run Query\n{}\ntext", 11, "text stands behind"),
        ("# step: A\n::run Query", 10, "body of the request is missing"),
        ("# step: A\n::run like x\n{}", 10, "there is no run `x`"),
        ("# step: A\n::run Query as rcu\n{}", 10, "a name already"),
        ("# step: A\n::explain\na", 9, "needs a `::run`"),
        ("# step: A\n::run Query\n{}\n::explain\na\n\nb {{rcus}}", 15, "did you mean `rcu`"),
        ("# step: A\n{{rcu}}\n::run Query\n{}", 10, "nothing has run"),
        ("# step: A\n::run Query\n{}\n::explain\n{{guess.rcu}}", 13, "no prediction"),
        ("# step: A\n::predict rcu\n::run Query\n{}", 9, "needs an `::explain`"),
        ("# step: A\n::predict ok\n::run Query\n{}\n::explain\na", 10, "can't be predicted"),
        ("# step: A\n::predict choice\n- a\n- b\n::run Query\n{}\n::explain\na", 11, "condition"),
        (
            "# step: A\n::predict choice\n- [x] a\n- [rcu == 1] b\n::run Query\n{}\n::explain\na",
            11,
            "condition",
        ),
        ("# step: A\n::run Query\n{}\n::picture lens", 12, "there is no picture"),
        ("# step: A\n::explain\na\n::run Query\n{}", 12, "wrong place"),
        ("", 9, "there is no step"),
    ];
    for (body, line, part) in wrong {
        let problem = read(body).map(|lesson| lesson.steps).unwrap_err();
        assert!(problem.line == line && problem.message.contains(part), "{body}\n{problem}");
    }
}

#[test]
fn a_broken_front_matter_has_its_line() {
    let folder = tempfile::tempdir().unwrap();
    for (text, line, part) in [
        ("+++\ntitle = 'T'\nminutes = \n+++\n", 3, ""),
        ("+++\ntitle = 'T'\ntitel = 'U'\n+++\n# step: A\n", 3, "unknown field"),
        ("# step: A\n", 1, "begins with a line `+++`"),
    ] {
        std::fs::write(folder.path().join("lesson.md"), text).unwrap();
        let problem = super::read(folder.path(), Path::new("lesson.md"), "t").unwrap_err();
        assert!(problem.line == line && problem.message.contains(part), "{text}\n{problem}");
    }
}
