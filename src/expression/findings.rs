//! Which of several problems of one expression is reported.
//!
//! A parser that meets a wrong name or operand notes it and reads on, because a worse problem
//! further right is reported instead. Owns that order, as observed of the service. Refuses to know
//! how problems are found. Syntax errors never come here: nothing can be read behind them.

use super::error::{ExpressionKind, Problem};

/// Ranks from here on are settled comparison by comparison in conditions.
const FIRST_LOCAL_RANK: u8 = 10;

/// Problems noted so far: of each rank the first one.
#[derive(Debug)]
pub(super) struct Findings {
    kind: ExpressionKind,
    noted: Vec<(u8, Problem)>,
    settled: Option<Problem>,
}

impl Findings {
    pub(super) fn new(kind: ExpressionKind) -> Self {
        Self { kind, noted: Vec::new(), settled: None }
    }

    /// Notes a problem, unless one of the same rank came before it.
    pub(super) fn note(&mut self, problem: Problem) {
        let rank = self.rank(&problem);
        if self.noted.iter().all(|(noted, _)| *noted != rank) {
            self.noted.push((rank, problem));
        }
    }

    /// Ends one comparison or function of a condition: among its own problems the first by rank
    /// counts, and among all comparisons the first one that has any.
    pub(super) fn settle(&mut self) {
        let noted = std::mem::take(&mut self.noted).into_iter();
        let (mut local, global) = noted.partition(|(rank, _)| *rank >= FIRST_LOCAL_RANK);
        self.noted = global;
        if let Some((_, problem)) = take_first(&mut local) {
            self.settled.get_or_insert(problem);
        }
    }

    /// The problem to report.
    pub(super) fn worst(mut self) -> Option<Problem> {
        self.settle_global().or(self.settled)
    }

    fn settle_global(&mut self) -> Option<Problem> {
        let (rank, problem) = take_first(&mut self.noted)?;
        (rank < FIRST_LOCAL_RANK || self.settled.is_none()).then_some(problem)
    }

    fn is_condition(&self) -> bool {
        !matches!(self.kind, ExpressionKind::Update | ExpressionKind::Projection)
    }

    /// Conditions and updates differ in two places: a reserved word comes after bad functions in
    /// a condition and first in an update; a wrong operand count likewise comes early or last.
    fn rank(&self, problem: &Problem) -> u8 {
        match problem {
            Problem::TooManyOperators { .. } => 0,
            Problem::RedundantParentheses => 1,
            Problem::ReservedWord(_) if !self.is_condition() => 2,
            Problem::UnknownFunction(_) => 3,
            Problem::FunctionNotAllowed(_) | Problem::MisusedFunction(_) => 4,
            Problem::ReservedWord(_) => 5,
            Problem::DuplicateSection(_) => 6,
            Problem::UndefinedValue(_) if !self.is_condition() => 11,
            Problem::OperandCount { .. } if self.is_condition() => 12,
            Problem::OperandsNotDistinct { .. } => 13,
            Problem::PathsOverlap { .. } => 14,
            Problem::PathsConflict { .. } => 15,
            Problem::ActionOperandType { .. } => 16,
            Problem::UndefinedName(_)
            | Problem::UndefinedValue(_)
            | Problem::IndexOutOfRange(_)
            | Problem::PathTooDeep { .. } => FIRST_LOCAL_RANK,
            _ => 17,
        }
    }
}

/// The problem of the lowest rank.
fn take_first(noted: &mut Vec<(u8, Problem)>) -> Option<(u8, Problem)> {
    let ranks = noted.iter().enumerate();
    let (at, _) = ranks.min_by_key(|(_, (rank, _))| *rank)?;
    Some(noted.swap_remove(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn undefined(name: &str) -> Problem {
        Problem::UndefinedName(name.into())
    }

    #[test]
    fn rank_goes_before_place() {
        let mut findings = Findings::new(ExpressionKind::Condition);
        findings.note(undefined("#a"));
        findings.settle();
        findings.note(Problem::ReservedWord("name".into()));
        findings.note(Problem::UnknownFunction("foo".into()));
        assert_eq!(findings.worst(), Some(Problem::UnknownFunction("foo".into())));
    }

    #[test]
    fn the_first_wrong_comparison_goes_before_a_worse_second_one() {
        let wrong_type = Problem::OperandType { function: "<", actual: None };
        let mut findings = Findings::new(ExpressionKind::Filter);
        findings.note(wrong_type.clone());
        findings.settle();
        findings.note(undefined("#b"));
        findings.settle();
        assert_eq!(findings.worst(), Some(wrong_type));
    }

    #[test]
    fn updates_report_reserved_words_first() {
        let mut findings = Findings::new(ExpressionKind::Update);
        findings.note(Problem::UnknownFunction("foo".into()));
        findings.note(Problem::ReservedWord("name".into()));
        assert_eq!(findings.worst(), Some(Problem::ReservedWord("name".into())));
    }
}
