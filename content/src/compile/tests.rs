use std::fs;

use super::*;
use crate::agenda::LessonPart;

const LESSON: &str = "+++\ntitle = 'T'\npoint = 'P'\nminutes = 5\ndataset = 'medical/1000'\ntopics = ['a']\n+++\n# step: A\n::run Query as query\n{}\n";
const EXERCISE: &str = "title = 'E'\ntask = 'Do it.'\n[check]\noperation = ['Query']\n[solution]\nanswer = 'Query {}'\nwhy = 'So.'\n";
const QUESTION: &str = "concept = 'c'\nkind = 'number'\nprompt = 'How many?'\nanswer = 'rcu'\nexplain = 'So.'\n[[experiment]]\nrequest = 'Query {}'\n[[belief]]\nanswer = '1'\nwhy = 'No.'\n";

/// Compiles a lesson `t` with one exercise `e` and one question `q`.
fn problems_of(exercise: &str, question: &str) -> Vec<String> {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("lessons/t");
    fs::create_dir_all(folder.join("exercises")).unwrap();
    fs::create_dir_all(folder.join("questions")).unwrap();
    fs::write(folder.join("lesson.md"), LESSON).unwrap();
    fs::write(folder.join("exercises/e.toml"), exercise).unwrap();
    fs::write(folder.join("questions/q.toml"), question).unwrap();
    let path = "[[unit]]\nid = 'u'\ntitle = 'U'\nline = 'L'\nlessons = [\"t\"]\n";
    fs::write(root.path().join("lessons/path.toml"), path).unwrap();
    let topics = "[[topic]]\nid = 'a'\ntitle = 'A'\nseeds = ['000']\n";
    fs::write(root.path().join("lessons/topics.toml"), topics).unwrap();
    let (_, problems) = compile(root.path());
    problems.iter().map(Problem::to_string).collect()
}

#[test]
fn content_without_mistakes_compiles() {
    assert_eq!(problems_of(EXERCISE, QUESTION), Vec::<String>::new());
}

#[test]
fn mistakes_are_told_with_file_and_line() {
    let exercises = [
        (EXERCISE.replace("title = 'E'", "title = E"), "exercises/e.toml:1: "),
        (EXERCISE.replace("operation = ['Query']", ""), "e.toml:3: `[check]` checks nothing"),
        (
            EXERCISE.replace("'Query {}'", "'''\nQuery {\n  \"a\":\n}'''"),
            "e.toml:9: this is no JSON",
        ),
        (
            EXERCISE.replace("['Query']", "['Query']\nrows = { by = [\"SK\"] }"),
            "e.toml:3: `rows` needs",
        ),
        (
            EXERCISE.to_owned() + "[[wrong]]\nname = 'w'\nanswer = 'Scan {}'\nfails = 'max_rcu'\n",
            "e.toml:11: the part `answer` has no check `max_rcu`",
        ),
        ("topics = ['z']\n".to_owned() + EXERCISE, "e.toml:1: there is no topic `z`"),
        ("dataset = 'medical'\n".to_owned() + EXERCISE, "e.toml:1: `medical` names no data"),
        (
            EXERCISE.replace("task = 'Do it.'", "task = '''\nDo\n\n{{rcu}}'''"),
            "e.toml:5: `rcu`: nothing has run",
        ),
    ];
    for (exercise, part) in exercises {
        let problems = problems_of(&exercise, QUESTION);
        assert!(problems.len() == 1 && problems[0].contains(part), "{exercise}\n{problems:?}");
    }
    let questions = [
        (QUESTION.replace("'number'", "'guess'"), "q.toml:2: there is no kind"),
        (QUESTION.replace("answer = 'rcu'", "answer = '1'"), "q.toml:4: this must speak of a fact"),
        (QUESTION.replace("answer = 'rcu'", "answer = 'rcx'"), "q.toml:4: there is no fact `rcx`"),
        (
            QUESTION.to_owned() + "[[card]]\ntext = 'a'\nvalue = 'rcu'\n",
            "q.toml:2: a question of kind `number` has no [[card]]",
        ),
    ];
    for (question, part) in questions {
        let problems = problems_of(EXERCISE, &question);
        assert!(problems.len() == 1 && problems[0].contains(part), "{question}\n{problems:?}");
    }
}

#[test]
fn ids_are_made_of_titles() {
    assert_eq!(slug("A filter doesn't make it cheaper!"), "a-filter-doesnt-make-it-cheaper");
    assert_eq!(slug("4 KB & more"), "4-kb-more");
}

const AGENDA: &str = "title = 'A'\nline = 'L'\nminutes = 15\n[[block]]\nlesson = 't'\nminutes = 10\nshow = 'S'\n[[block]]\ntitle = 'Break'\nminutes = 5\n";

/// Compiles the lesson `t` of `problems_of` with an agenda.
fn with_agenda(agenda: &str) -> (Content, Vec<String>) {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("lessons/t");
    fs::create_dir_all(folder.join("exercises")).unwrap();
    fs::create_dir_all(root.path().join("lessons/agendas")).unwrap();
    fs::write(folder.join("lesson.md"), LESSON).unwrap();
    fs::write(folder.join("exercises/e.toml"), EXERCISE).unwrap();
    fs::write(root.path().join("lessons/agendas/short.toml"), agenda).unwrap();
    let path = "[[unit]]\nid = 'u'\ntitle = 'U'\nline = 'L'\nlessons = [\"t\"]\n";
    fs::write(root.path().join("lessons/path.toml"), path).unwrap();
    let topics = "[[topic]]\nid = 'a'\ntitle = 'A'\nseeds = ['000']\n";
    fs::write(root.path().join("lessons/topics.toml"), topics).unwrap();
    let (content, problems) = compile(root.path());
    (content, problems.iter().map(Problem::to_string).collect())
}

#[test]
fn an_agenda_uses_what_there_is() {
    let (content, problems) = with_agenda(AGENDA);
    assert_eq!(problems, Vec::<String>::new());
    let [agenda] = &content.agendas[..] else { panic!("{:?}", content.agendas) };
    assert_eq!((agenda.minutes, agenda.blocks.len(), agenda.blocks[1].line), (15, 2, 8));
    assert_eq!(agenda.blocks[1].uses, None);
    for (from, to, part) in [
        ("lesson = 't'", "lesson = 't'\nstep = 'a'", LessonPart::Step("a".into())),
        ("lesson = 't'", "lesson = 't'\nexercise = 'e'", LessonPart::Exercise("e".into())),
    ] {
        let (content, problems) = with_agenda(&AGENDA.replace(from, to));
        assert_eq!(problems, Vec::<String>::new());
        let uses = content.agendas[0].blocks[0].uses.as_ref().unwrap();
        assert_eq!((&*uses.lesson, &uses.part), ("t", &part));
    }
}

#[test]
fn mistakes_of_an_agenda_are_told_with_file_and_line() {
    let wrong = [
        (
            "minutes = 15",
            "minutes = 20",
            "short.toml:3: the blocks add up to 15 minutes, not to 20",
        ),
        ("minutes = 5", "minutes = 0", "short.toml:10: `minutes` of a block must be from 1 to 480"),
        ("lesson = 't'", "lesson = 'z'", "short.toml:5: there is no lesson `z`"),
        (
            "lesson = 't'",
            "lesson = 't'\nstep = 'z'",
            "short.toml:6: the lesson `t` has no step `z`",
        ),
        ("lesson = 't'", "exercise = 'e'", "short.toml:5: `lesson` is missing"),
        (
            "lesson = 't'",
            "lesson = 't'\nexercise = 'z'",
            "short.toml:6: the lesson `t` has no exercise",
        ),
        (
            "lesson = 't'",
            "lesson = 't'\nquestions = true",
            "short.toml:5: the lesson `t` has no questions",
        ),
        (
            "lesson = 't'",
            "lesson = 't'\nstep = 'a'\nexercise = 'e'",
            "short.toml:5: a block uses one of",
        ),
        ("title = 'Break'", "", "short.toml:10: a block needs a `lesson` or a `title`"),
        ("title = 'Break'", "titel = 'Break'", "short.toml:9: unknown field"),
        ("show = 'S'", "show = '{{rcu}}'", "short.toml:7: `rcu`: nothing has run"),
        ("show = 'S'", "show = 'It was refused.'", ""),
    ];
    for (from, to, part) in wrong {
        let (content, mut problems) = with_agenda(&AGENDA.replacen(from, to, 1));
        problems.extend(reading::check(&content).iter().map(Problem::to_string));
        assert!(problems.len() == 1 && problems[0].contains(part), "{to}: {problems:?}");
    }
}

/// Every exercise that there is, but those with templates and tables, says the same once it is
/// written and read again.
#[test]
fn exercises_are_written_as_they_are_read() {
    let (content, problems) = compile(&Path::new(env!("CARGO_MANIFEST_DIR")).join(".."));
    assert_eq!(problems, []);
    let root = tempfile::tempdir().unwrap();
    let (mut written, mut all) = (0, 0);
    for file in &content.lessons {
        for known in &file.exercises {
            all += 1;
            let Some(text) = crate::print::exercise(known) else { continue };
            written += 1;
            fs::write(root.path().join("x.toml"), &text).unwrap();
            let read = exercise::read(root.path(), Path::new("x.toml"), &known.id, &file.lesson);
            let json =
                |exercise: &crate::exercise::Exercise| serde_json::to_value(exercise).unwrap();
            let read = read.unwrap_or_else(|problem| panic!("{problem}\n{text}"));
            // Lines are left out of JSON.
            assert_eq!(json(&read), json(known), "{text}");
        }
    }
    assert!(written * 10 > all * 9, "{written} of {all}");
}
