//! What time it is.

/// Milliseconds since 1970.
pub fn now() -> u64 {
    js_sys::Date::now() as u64
}

/// Milliseconds since the page began, in fractions; never goes back.
pub fn since_start() -> f64 {
    super::window().performance().map_or_else(js_sys::Date::now, |performance| performance.now())
}

/// A number nobody can foresee, to tell tabs and attempts apart.
pub fn random() -> u64 {
    let half = || (js_sys::Math::random() * f64::from(u32::MAX)) as u64;
    (half() << 32) ^ half()
}

/// A span of time that a task may use before it gives the page a turn.
#[derive(Debug, Clone, Copy)]
pub struct Budget {
    ends: f64,
}

impl Budget {
    /// What one task takes: short enough for a frame to be drawn after it.
    const TASK: f64 = 12.0;

    /// The budget of a task that starts now.
    pub fn of_task() -> Self {
        Self { ends: since_start() + Self::TASK }
    }

    /// Whether there is time left.
    pub fn is_left(self) -> bool {
        since_start() < self.ends
    }
}
