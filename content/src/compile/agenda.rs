//! `agendas/<id>.toml` → [`Agenda`].

use std::path::Path;

use serde::Deserialize;
use toml::Spanned;

use super::expr::Scope;
use super::source::{Problem, Source};
use super::toml_parts::Spot;
use crate::agenda::{Agenda, Block, LessonPart, Uses};
use crate::index::LessonFile;
use crate::prose::Prose;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    title: Spot,
    line: Spot,
    minutes: Spanned<u32>,
    #[serde(default)]
    block: Vec<Spanned<BlockPart>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BlockPart {
    title: Option<Spot>,
    minutes: Spanned<u32>,
    lesson: Option<Spot>,
    step: Option<Spot>,
    exercise: Option<Spot>,
    #[serde(default)]
    questions: bool,
    show: Option<Spot>,
    say: Option<Spot>,
}

/// Reads an agenda over these lessons. `id` is the name of its file.
pub fn read(root: &Path, file: &Path, id: &str, lessons: &[LessonFile]) -> Result<Agenda, Problem> {
    let source = Source::read(root, file)?;
    let File { title, line, minutes, block } = source.toml()?;
    let blocks = block
        .into_iter()
        .map(|block| {
            let line = source.line_at(block.span().start);
            self::block(&source, block.into_inner(), lessons).map(|block| Block { line, ..block })
        })
        .collect::<Result<Vec<_>, _>>()?;
    let total: u32 = blocks.iter().map(|block| block.minutes).sum();
    if total != *minutes.get_ref() {
        let line = source.line_at(minutes.span().start);
        let message = format!("the blocks add up to {total} minutes, not to {}", minutes.get_ref());
        return Err(source.problem(line, message));
    }
    Ok(Agenda {
        id: id.to_owned(),
        title: title.text(),
        line: line.prose(&source, &Scope::default())?,
        minutes: total,
        blocks,
    })
}

fn block(source: &Source, part: BlockPart, lessons: &[LessonFile]) -> Result<Block, Problem> {
    let minutes = *part.minutes.get_ref();
    if !(1..=480).contains(&minutes) {
        let line = source.line_at(part.minutes.span().start);
        return Err(source.problem(line, "`minutes` of a block must be from 1 to 480"));
    }
    let prose = |spot: &Option<Spot>| -> Result<Prose, Problem> {
        spot.as_ref().map_or(Ok(Prose::new()), |spot| spot.prose(source, &Scope::default()))
    };
    let (show, say) = (prose(&part.show)?, prose(&part.say)?);
    let minutes_line = source.line_at(part.minutes.span().start);
    let uses = uses(source, &part, lessons)?;
    let title = part.title.as_ref().map(Spot::text).unwrap_or_default();
    if title.is_empty() && uses.is_none() {
        return Err(source.problem(minutes_line, "a block needs a `lesson` or a `title`"));
    }
    Ok(Block { title, minutes, uses, show, say, line: 0 })
}

/// What a block uses. Whatever it names must be there.
fn uses(
    source: &Source,
    part: &BlockPart,
    lessons: &[LessonFile],
) -> Result<Option<Uses>, Problem> {
    let named = [&part.step, &part.exercise];
    let Some(lesson) = &part.lesson else {
        return match named.into_iter().flatten().next() {
            Some(spot) => Err(spot.problem(source, "`lesson` is missing: of which lesson is it?")),
            None => Ok(None),
        };
    };
    let id = lesson.text();
    let file = lessons.iter().find(|file| file.lesson.id == id);
    let file = file.ok_or_else(|| lesson.problem(source, format!("there is no lesson `{id}`")))?;
    let parts = named.iter().filter(|named| named.is_some()).count();
    if parts + usize::from(part.questions) > 1 {
        let message = "a block uses one of `step`, `exercise` and `questions`, or the whole lesson";
        return Err(lesson.problem(source, message));
    }
    let part = match (&part.step, &part.exercise) {
        (Some(step), _) => {
            let name = step.text();
            if !file.lesson.steps.iter().any(|known| known.id == name) {
                let message = format!("the lesson `{id}` has no step `{name}`");
                return Err(step.problem(source, message));
            }
            LessonPart::Step(name)
        }
        (_, Some(exercise)) => {
            let name = exercise.text();
            if !file.exercises.iter().any(|known| known.id == name) {
                let message = format!("the lesson `{id}` has no exercise `{name}`");
                return Err(exercise.problem(source, message));
            }
            LessonPart::Exercise(name)
        }
        _ if part.questions && file.questions.is_empty() => {
            return Err(lesson.problem(source, format!("the lesson `{id}` has no questions")));
        }
        _ if part.questions => LessonPart::Questions,
        _ => LessonPart::Whole,
    };
    Ok(Some(Uses { lesson: id, part }))
}
