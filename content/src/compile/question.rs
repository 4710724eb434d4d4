//! `questions/<id>.toml` → [`Question`].

use std::path::Path;

use serde::Deserialize;

use super::expr::{self, Scope};
use super::lesson::mentions_run;
use super::source::{Problem, Source};
use super::toml_parts::{Spot, StartParts, duration, settings};
use crate::expr::Expr;
use crate::lesson::Lesson;
use crate::prose::Prose;
use crate::question::{
    Belief, Card, Choice, Costly, Distractor, ErrorChoice, Kind, Pair, Question, Truth,
};
use crate::request::{Action, Lab, Run, Simulation};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    concept: Spot,
    kind: Spot,
    topics: Option<Vec<String>>,
    dataset: Option<Spot>,
    setup: Option<Spot>,
    simulation: Option<Simulation>,
    #[serde(default)]
    vary: bool,
    #[serde(default)]
    experiment: Vec<toml::Spanned<ExperimentPart>>,
    prompt: Spot,
    answer: Option<Spot>,
    unit: Option<String>,
    #[serde(default)]
    option: Vec<OptionPart>,
    #[serde(default)]
    belief: Vec<BeliefPart>,
    #[serde(default)]
    card: Vec<CardPart>,
    #[serde(default)]
    pair: Vec<PairPart>,
    #[serde(default)]
    distractor: Vec<DistractorPart>,
    explain: Spot,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExperimentPart {
    name: Option<Spot>,
    // One of these three.
    request: Option<Spot>,
    lab: Option<Spot>,
    wait: Option<Spot>,
    #[serde(default)]
    all_pages: bool,
    fails: Option<String>,
    set: Option<toml::Table>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OptionPart {
    text: Option<Spot>,
    when: Option<Spot>,
    right: Option<bool>,
    shows: Option<Spot>,
    request: Option<Spot>,
    fails: Option<String>,
    error: Option<Spot>,
    why: Spot,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BeliefPart {
    answer: Spot,
    why: Spot,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CardPart {
    text: Spot,
    value: Spot,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PairPart {
    pattern: Spot,
    serves: Spot,
    request: Spot,
    shows: Spot,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DistractorPart {
    serves: Spot,
    request: Spot,
    shows: Spot,
    why: Spot,
}

/// Reads a question of a lesson. `id` is the name of its file.
pub fn read(root: &Path, file: &Path, id: &str, lesson: &Lesson) -> Result<Question, Problem> {
    let source = Source::read(root, file)?;
    let file: File = source.toml()?;
    let own = StartParts {
        dataset: file.dataset.clone(),
        setup: file.setup.clone(),
        simulation: file.simulation.clone(),
        seed: None,
    };
    let base = (file.dataset.is_none()).then_some(&lesson.start);
    let mut reader = Reader { source: &source, scope: Scope::default() };
    let start = own.start(&source, base)?;
    let experiments = file.experiment.iter().map(|part| reader.experiment(part));
    let experiments = experiments.collect::<Result<Vec<_>, _>>()?;
    Ok(Question {
        id: id.to_owned(),
        concept: file.concept.text(),
        lesson: lesson.id.clone(),
        topics: file.topics.clone().unwrap_or_else(|| lesson.topics.clone()),
        start,
        vary: file.vary,
        prompt: reader.prose(&file.prompt)?,
        kind: reader.kind(&file, &experiments)?,
        explain: reader.prose(&file.explain)?,
        experiments,
        line: 1,
    })
}

struct Reader<'a> {
    source: &'a Source,
    scope: Scope,
}

impl Reader<'_> {
    fn prose(&self, spot: &Spot) -> Result<Prose, Problem> {
        spot.prose(self.source, &self.scope)
    }

    /// An expression that an experiment decides.
    fn decided(&self, spot: &Spot, scope: &Scope) -> Result<Expr, Problem> {
        let expr = spot.expr(self.source, scope)?;
        match mentions_run(&expr) {
            true => Ok(expr),
            false => Err(spot.problem(
                self.source,
                "this must speak of a fact of an experiment, or the experiment shows nothing",
            )),
        }
    }

    fn experiment(&mut self, spanned: &toml::Spanned<ExperimentPart>) -> Result<Run, Problem> {
        let (part, line) = (spanned.get_ref(), self.source.line_at(spanned.span().start));
        let name = part.name.as_ref().map(Spot::text);
        if let (Some(name), Some(spot)) = (&name, &part.name) {
            expr::check_run_name(name).map_err(|wrong| spot.problem(self.source, wrong))?;
            if self.scope.runs.contains(name) {
                return Err(
                    spot.problem(self.source, "there is an experiment of this name already")
                );
            }
        }
        let problem = |message: &str| Err(self.source.problem(line, message));
        if part.request.is_none() && (part.all_pages || part.fails.is_some()) {
            return problem("`all_pages` and `fails` are of a `request`");
        }
        if part.lab.is_none() && part.set.is_some() {
            return problem("`set` is of a `lab`: settings that differ from those of its preset");
        }
        let action = match (&part.request, &part.lab, &part.wait) {
            (Some(request), None, None) => {
                let request = request.request(self.source, &self.scope)?;
                match part.all_pages {
                    true => Action::AllPages(request),
                    false => Action::Request(request),
                }
            }
            (None, Some(preset), None) => {
                let set = settings(&part.set.clone().unwrap_or_default());
                let set = set.map_err(|message| self.source.problem(line, message))?;
                Action::Lab(Lab { preset: preset.text(), set })
            }
            (None, None, Some(wait)) => match duration(&wait.text()) {
                Some(millis) => Action::Wait { millis },
                None => return problem("write `wait = \"500 ms\"`, `\"5 s\"` or `\"1 day\"`"),
            },
            _ => {
                return problem(
                    "an [[experiment]] is one thing: a `request`, a `lab` with the settings that it \
                     changes in `set`, or a `wait`",
                );
            }
        };
        let line = action.request().map_or(line, |request| request.line);
        self.scope.add_run(name.as_deref());
        Ok(Run { name, action, caption: Vec::new(), fails: part.fails.clone(), line })
    }

    fn kind(&self, file: &File, experiments: &[Run]) -> Result<Kind, Problem> {
        const KINDS: [&str; 7] =
            ["choose", "choose-all", "order", "number", "costly", "match", "error"];
        let kind = file.kind.text();
        if !KINDS.contains(&&*kind) {
            let message = format!("there is no kind `{kind}`: there are {}", KINDS.join(", "));
            return Err(file.kind.problem(self.source, message));
        }
        self.check_members(file, &kind)?;
        let at_least = |least: usize, count: usize, what: &str| match count >= least {
            true => Ok(()),
            false => Err(file.kind.problem(
                self.source,
                format!("a question of kind `{kind}` needs {least} or more {what}"),
            )),
        };
        match &*kind {
            "choose" | "choose-all" => {
                at_least(2, file.option.len(), "[[option]]")?;
                let choices = file.option.iter().map(|part| self.choice(part));
                let choices = choices.collect::<Result<_, _>>()?;
                Ok(if kind == "choose" { Kind::Choose(choices) } else { Kind::ChooseAll(choices) })
            }
            "order" => {
                at_least(3, file.card.len(), "[[card]]")?;
                let cards = file.card.iter().map(|part| {
                    Ok(Card {
                        text: part.text.inline(self.source, &self.scope)?,
                        value: self.decided(&part.value, &self.scope)?,
                        line: part.text.line(self.source),
                    })
                });
                cards.collect::<Result<_, _>>().map(Kind::Order)
            }
            "number" => {
                at_least(
                    1,
                    file.belief.len(),
                    "[[belief]]: a wrong number, and why people think so",
                )?;
                let answer = file.answer.as_ref().ok_or_else(|| {
                    file.kind.problem(self.source, "`answer` is missing: a fact, such as `rcu`")
                })?;
                let beliefs = file.belief.iter().map(|part| {
                    Ok(Belief {
                        answer: part.answer.expr(self.source, &self.scope)?,
                        why: self.prose(&part.why)?,
                        line: part.answer.line(self.source),
                    })
                });
                Ok(Kind::Number {
                    answer: self.decided(answer, &self.scope)?,
                    unit: file.unit.clone().unwrap_or_default(),
                    beliefs: beliefs.collect::<Result<_, _>>()?,
                })
            }
            "costly" => {
                at_least(2, file.option.len(), "[[option]]")?;
                let options = file.option.iter().map(|part| self.costly(part));
                options.collect::<Result<_, _>>().map(Kind::Costly)
            }
            "match" => {
                at_least(2, file.pair.len(), "[[pair]]")?;
                let pairs = file.pair.iter().map(|part| self.pair(part));
                let distractors = file.distractor.iter().map(|part| self.distractor(part));
                Ok(Kind::Match {
                    pairs: pairs.collect::<Result<_, _>>()?,
                    distractors: distractors.collect::<Result<_, _>>()?,
                })
            }
            // The last of the list.
            _ => {
                at_least(2, file.option.len(), "[[option]]")?;
                if experiments.is_empty() {
                    let message = "an [[experiment]] is missing: the one that ends with the error";
                    return Err(file.kind.problem(self.source, message));
                }
                let options = file.option.iter().map(|part| self.error_choice(part));
                options.collect::<Result<_, _>>().map(Kind::Error)
            }
        }
    }

    /// Nothing of an author's is lost without a word.
    fn check_members(&self, file: &File, kind: &str) -> Result<(), Problem> {
        let given = [
            ("answer", file.answer.is_some(), &["number"][..]),
            ("unit", file.unit.is_some(), &["number"]),
            ("[[belief]]", !file.belief.is_empty(), &["number"]),
            ("[[card]]", !file.card.is_empty(), &["order"]),
            ("[[pair]]", !file.pair.is_empty(), &["match"]),
            ("[[distractor]]", !file.distractor.is_empty(), &["match"]),
            ("[[option]]", !file.option.is_empty(), &["choose", "choose-all", "costly", "error"]),
        ];
        match given.iter().find(|(_, given, kinds)| *given && !kinds.contains(&kind)) {
            None => Ok(()),
            Some((name, _, _)) => {
                let message = format!("a question of kind `{kind}` has no {name}");
                Err(file.kind.problem(self.source, message))
            }
        }
    }

    fn part_of<'a>(
        &self,
        part: &'a OptionPart,
        name: &str,
        given: Option<&'a Spot>,
    ) -> Result<&'a Spot, Problem> {
        given
            .ok_or_else(|| part.why.problem(self.source, format!("this [[option]] lacks `{name}`")))
    }

    fn choice(&self, part: &OptionPart) -> Result<Choice, Problem> {
        let text = self.part_of(part, "text", part.text.as_ref())?;
        // Its own request is the latest run, so that `rcu` is what that one costs.
        let mut scope = self.scope.clone();
        let experiment = part.request.as_ref().map(|request| {
            let request = request.request(self.source, &self.scope)?;
            let line = request.line;
            let action = Action::Request(request);
            Ok(Run { name: None, action, caption: Vec::new(), fails: part.fails.clone(), line })
        });
        let experiment = experiment.transpose()?;
        if experiment.is_some() {
            scope.add_run(None);
        }
        let truth = match (&part.when, part.right, &part.shows) {
            (Some(when), None, None) => Truth::When(self.decided(when, &scope)?),
            (None, Some(right), Some(shows)) => {
                Truth::Said { right, shows: self.decided(shows, &scope)? }
            }
            _ => {
                return Err(text.problem(
                    self.source,
                    "say what makes this right: `when`, a condition over the experiment; or `right` \
                     with `shows`, what the experiment shows for it or, if it is wrong, against it",
                ));
            }
        };
        Ok(Choice {
            text: text.inline(self.source, &scope)?,
            truth,
            why: part.why.prose(self.source, &scope)?,
            experiment,
            line: text.line(self.source),
        })
    }

    fn costly(&self, part: &OptionPart) -> Result<Costly, Problem> {
        let text = self.part_of(part, "text", part.text.as_ref())?;
        let request = self.part_of(part, "request", part.request.as_ref())?;
        let mut scope = self.scope.clone();
        scope.add_run(None);
        Ok(Costly {
            text: text.inline(self.source, &self.scope)?,
            request: request.request(self.source, &self.scope)?,
            why: part.why.prose(self.source, &scope)?,
            line: text.line(self.source),
        })
    }

    fn error_choice(&self, part: &OptionPart) -> Result<ErrorChoice, Problem> {
        let error = self.part_of(part, "error", part.error.as_ref())?;
        let name = error.text();
        if name != "none" && !name.ends_with("Exception") {
            let message = "`error` is a name such as `ValidationException`, or `none`";
            return Err(error.problem(self.source, message));
        }
        Ok(ErrorChoice {
            error: (name != "none").then_some(name),
            why: self.prose(&part.why)?,
            line: error.line(self.source),
        })
    }

    fn pair(&self, part: &PairPart) -> Result<Pair, Problem> {
        let mut scope = self.scope.clone();
        scope.add_run(None);
        Ok(Pair {
            pattern: part.pattern.inline(self.source, &self.scope)?,
            serves: part.serves.inline(self.source, &self.scope)?,
            request: part.request.request(self.source, &self.scope)?,
            shows: self.decided(&part.shows, &scope)?,
            line: part.pattern.line(self.source),
        })
    }

    fn distractor(&self, part: &DistractorPart) -> Result<Distractor, Problem> {
        let mut scope = self.scope.clone();
        scope.add_run(None);
        Ok(Distractor {
            serves: part.serves.inline(self.source, &self.scope)?,
            request: part.request.request(self.source, &self.scope)?,
            shows: self.decided(&part.shows, &scope)?,
            why: part.why.prose(self.source, &scope)?,
            line: part.serves.line(self.source),
        })
    }
}
