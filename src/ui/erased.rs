//! `view!`, with the type of what it makes erased at once.

/// Leptos's `view!` as an `AnyView`.
///
/// A view's type spells out what is in it, and all that is done with views (to build, to mount, to
/// replace, as an option or in a list) is compiled for each type. Erased they are all one type, and
/// the page is a good deal smaller.
macro_rules! view {
    ($($tokens:tt)*) => {
        leptos::prelude::IntoAny::into_any(leptos::view! { $($tokens)* })
    };
}

pub(crate) use view;
