//! Asks questions: what is right comes out of the experiments, and every wrong answer is refuted.

use content::compile::{Problem, question_file};
use content::question::{Kind, Question};
use content::{Line, Number};
use dynamodb_playground::datasets::Recipe;
use dynamodb_playground::learn::pose::{self, Answer, Options, PoseError, Posed, PosedChoice};

use crate::Stages;

/// Seeds that a question with varied numbers is asked with.
const SEEDS: [u64; 3] = [Recipe::DEFAULT_SEED, 7, 4711];

/// What doesn't hold in a question.
pub fn check(lesson: &str, question: &Question, stages: &mut Stages) -> Vec<Problem> {
    let mut wrong = Vec::new();
    let mut answers = Vec::new();
    let seeds = if question.vary { &SEEDS[..] } else { &SEEDS[..1] };
    for seed in seeds {
        let seed = question.vary.then_some(*seed);
        let asked = match seed {
            Some(seed) => format!(" (with seed {seed})"),
            None => String::new(),
        };
        let failed = |error| PoseError::Stage(question.start.line, error);
        let stage = stages.open(&question.start, pose::PARTITIONS, seed).map_err(failed);
        match stage.and_then(|stage| pose::pose_on(stage, question)) {
            Err(error) => wrong.push((error.line(), format!("{error}{asked}"))),
            Ok(posed) => {
                let found = check_posed(question, &posed);
                wrong.extend(found.into_iter().map(|(line, text)| (line, text + &asked)));
                if let Options::Number { answer, .. } = posed.options {
                    answers.push(answer);
                }
            }
        }
    }
    let is_number = matches!(question.kind, Kind::Number { .. });
    if question.vary && is_number && answers.windows(2).all(|pair| pair[0] == pair[1]) {
        let message = "`vary` has no effect: the answer is the same with every seed";
        wrong.push((question.line, message.into()));
    }
    let problem = |(line, message): (Line, String)| Problem {
        file: question_file(lesson, &question.id),
        line: line.max(1),
        message,
    };
    wrong.into_iter().map(problem).collect()
}

fn check_posed(question: &Question, posed: &Posed) -> Vec<(Line, String)> {
    let line = question.line;
    match &posed.options {
        Options::Choices { choices, several } => check_choices(question, choices, *several)
            .map(|text| (line, text))
            .into_iter()
            .collect(),
        // An order that isn't the right one, or is by chance alone, is told where it is posed.
        Options::Order(_) => Vec::new(),
        Options::Number { answer, beliefs, .. } => check_beliefs(question, *answer, beliefs),
        Options::Pairs { pairs, .. } => {
            let right = posed.options.judge(&Answer::Pairs((0..pairs.len()).collect()));
            (!right.right).then(|| (line, "the pairs aren't right".into())).into_iter().collect()
        }
    }
}

fn check_choices(question: &Question, choices: &[PosedChoice], several: bool) -> Option<String> {
    let right: Vec<String> = choices
        .iter()
        .filter(|choice| choice.right)
        .map(|choice| format!("“{}”", content::prose::plain(&choice.text)))
        .collect();
    let count = right.len();
    let kind = question.kind.name();
    match (several, count) {
        (_, 0) => Some("the experiments make no option right".into()),
        (false, 1) => None,
        (false, _) => Some(format!(
            "the experiments make {} right; a question of kind `{kind}` has one right option",
            right.join(" and ")
        )),
        (true, _) if count == choices.len() => {
            Some("the experiments make every option right".into())
        }
        (true, _) => None,
    }
}

fn check_beliefs(
    question: &Question,
    answer: Number,
    beliefs: &[(Number, content::prose::Prose)],
) -> Vec<(Line, String)> {
    let Kind::Number { beliefs: written, .. } = &question.kind else { return Vec::new() };
    let mut wrong = Vec::new();
    for (at, ((number, _), written)) in beliefs.iter().zip(written).enumerate() {
        if *number == answer {
            let message = format!("this belief is right: the experiment gives {answer}, too");
            wrong.push((written.line, message));
        }
        if beliefs[..at].iter().any(|(other, _)| other == number) {
            wrong.push((written.line, format!("two beliefs come to {number}")));
        }
    }
    wrong
}
