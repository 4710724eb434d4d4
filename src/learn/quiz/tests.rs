//! The questions keep their promises.

use std::collections::BTreeSet;

use serde_json::json;

use super::*;
use crate::learn::questions;

#[test]
fn there_are_eight_questions_of_four_choices_with_one_right() {
    let questions = questions();
    assert_eq!(questions.len(), 8);
    assert_eq!(questions.iter().map(|q| q.id).collect::<BTreeSet<_>>().len(), 8);
    for question in &questions {
        assert_eq!(question.choices.iter().filter(|c| c.right).count(), 1, "{}", question.id);
        let texts: BTreeSet<_> = question.choices.iter().map(|c| c.text).collect();
        let reasons: BTreeSet<_> = question.choices.iter().map(|c| c.why).collect();
        assert_eq!((texts.len(), reasons.len()), (CHOICES, CHOICES), "{}", question.id);
    }
}

#[test]
fn length_does_not_give_the_right_choice_away() {
    let (mut longest, mut shortest) = (0, 0);
    for question in questions() {
        let length = |choice: &Choice| choice.text.chars().count();
        let right = question.choices.iter().find(|c| c.right).map(length).unwrap();
        let others = question.choices.iter().filter(|c| !c.right).map(length);
        longest += usize::from(others.clone().all(|other| other < right));
        shortest += usize::from(others.clone().all(|other| other > right));
        let mean = others.sum::<usize>() / (CHOICES - 1);
        assert!(right * 4 < mean * 5 && right * 5 > mean * 4, "{}: {right} {mean}", question.id);
    }
    assert!(longest <= 3 && shortest <= 3, "{longest} times longest, {shortest} shortest");
}

#[test]
fn position_does_not_give_the_right_choice_away() {
    let questions = questions();
    for question in &questions {
        let mut places = [0; CHOICES];
        for seed in 0..400 {
            let order = Quiz::new(seed).order(question);
            assert_eq!(order.iter().collect::<BTreeSet<_>>().len(), CHOICES);
            places[order.iter().position(|&i| question.choices[i].right).unwrap()] += 1;
        }
        assert!(places.iter().all(|count| (60..140).contains(count)), "{places:?}");
    }
    let first = |quiz: &Quiz| questions.iter().map(|q| quiz.order(q)).collect::<Vec<_>>();
    let quiz = Quiz::new(5);
    assert_eq!(first(&quiz), first(&Quiz::new(5)));
    assert_ne!(first(&quiz), first(&quiz.again()));
}

#[test]
fn the_first_answer_counts_and_is_saved() {
    let questions = questions();
    let mut quiz = Quiz::new(1);
    let wrong = questions[0].choices.iter().position(|c| !c.right).unwrap();
    let right = questions[0].choices.iter().position(|c| c.right).unwrap();
    assert!(quiz.answered(&questions[0]).is_none());
    assert!(quiz.answer(&questions[0], CHOICES).is_none());
    assert_eq!(quiz.answer(&questions[0], wrong).unwrap().index, wrong);
    assert_eq!(quiz.answer(&questions[0], right).unwrap().index, wrong);
    assert_eq!(quiz.score(&questions), Score { right: 0, answered: 1, total: 8 });
    let right = questions[1].choices.iter().position(|c| c.right).unwrap();
    assert!(quiz.answer(&questions[1], right).unwrap().choice.right);
    assert_eq!(quiz.score(&questions), Score { right: 1, answered: 2, total: 8 });
    let saved = serde_json::to_value(&quiz).unwrap();
    assert_eq!(serde_json::from_value::<Quiz>(saved).unwrap(), quiz);
    assert_eq!(quiz.again().score(&questions).answered, 0);
}

#[test]
fn an_answer_of_another_build_counts_as_none() {
    let saved = json!({ "seed": 1, "answers": { "dax": 9, "gone": 0 } });
    let quiz: Quiz = serde_json::from_value(saved).unwrap();
    assert_eq!(quiz.score(&questions()), Score { right: 0, answered: 0, total: 8 });
}
