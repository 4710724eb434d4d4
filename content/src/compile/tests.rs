use std::fs;

use super::*;

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
