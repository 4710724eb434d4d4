//! Filling a stage piece by piece, so that no task takes long.

use crate::learn::stage::{Opening, Stage, StageError};
use crate::ui::dom::time::{Budget, soon};

/// Rows between two looks at the clock.
const ROWS_A_STEP: usize = 40;

/// Fills a stage and hands it over, or tells why it can't be made; nothing more once nobody wants it.
pub fn fill_stage(
    opening: Result<Opening, StageError>,
    is_wanted: impl Fn() -> bool + 'static,
    done: impl FnOnce(Result<Stage, StageError>) + 'static,
) {
    match opening {
        Ok(opening) => go_on(opening, is_wanted, done),
        Err(error) => done(Err(error)),
    }
}

fn go_on(
    mut opening: Opening,
    is_wanted: impl Fn() -> bool + 'static,
    done: impl FnOnce(Result<Stage, StageError>) + 'static,
) {
    soon(move || {
        if !is_wanted() {
            return;
        }
        let budget = Budget::of_task();
        while budget.is_left() {
            match opening.step(ROWS_A_STEP) {
                Ok(false) => {}
                Ok(true) => return done(opening.finish()),
                Err(error) => return done(Err(error)),
            }
        }
        go_on(opening, is_wanted, done);
    });
}
