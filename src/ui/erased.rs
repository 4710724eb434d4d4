//! `view!` and event handlers, with the types of what they make erased at once.

/// Leptos's `view!` as an `AnyView`.
///
/// A view's type spells out what is in it, and all that is done with views (to build, to mount, to
/// replace, as an option or in a list) is compiled for each type. Erased they are all one type, and
/// the page is a good deal smaller. Closures are written out in it, `move || text()` and not
/// `text`: Leptos's macro erases those that it can see.
macro_rules! view {
    ($($tokens:tt)*) => {{
        #[allow(clippy::redundant_closure)]
        let view = leptos::view! { $($tokens)* };
        leptos::prelude::IntoAny::into_any(view)
    }};
}

pub(crate) use view;

/// An event handler for `on:`. Boxed, because Leptos wraps handlers three times, and would do so for
/// the type of every closure.
pub(crate) fn handler<E>(handle: impl FnMut(E) + 'static) -> Box<dyn FnMut(E)> {
    Box::new(handle)
}
