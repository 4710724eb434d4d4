//! Words that are not to be said, since AWS has others for what they mean.

/// Words that are not to be said, and what is said instead.
#[derive(Debug)]
pub struct Banned {
    /// The words, each in all its forms.
    pub words: &'static [&'static str],
    /// What to say.
    pub say: &'static str,
    /// Whether lessons may say them: they speak of SQL and to a person, where the page speaks of
    /// requests.
    pub allowed_in_lessons: bool,
    /// Texts in which it means something else. The list is short, and each entry has its reason.
    pub allowed: &'static [&'static str],
}

/// The list.
pub const BANNED: &[Banned] = &[
    Banned {
        words: &["refuse", "refuses", "refused", "refusal", "granted"],
        say: "throttled, rejected or succeeded",
        allowed_in_lessons: false,
        allowed: &[],
    },
    Banned { words: &["tank", "tanks"], say: "partition", allowed_in_lessons: false, allowed: &[] },
    Banned {
        words: &["shelf", "shelves"],
        say: "item collection",
        allowed_in_lessons: false,
        allowed: &[],
    },
    Banned {
        words: &["box", "boxes", "brick", "bricks"],
        say: "4 KB block, or 1 KB block",
        allowed_in_lessons: false,
        allowed: &[],
    },
    Banned {
        words: &["kept", "asked", "asks", "ask"],
        say: "returned, requested, request",
        allowed_in_lessons: true,
        allowed: &[],
    },
    Banned {
        words: &["global index", "global indexes", "local index", "local indexes"],
        say: "global secondary index (GSI), local secondary index (LSI)",
        allowed_in_lessons: false,
        allowed: &[],
    },
    Banned {
        words: &[
            "parted",
            "manieth",
            "stands here",
            "once more",
            "so many",
            "anew",
            "by now",
            "goes on like this",
            "on its way",
        ],
        say: "a plain sentence",
        allowed_in_lessons: false,
        allowed: &[],
    },
    Banned {
        words: &["can take"],
        say: "can serve, limit",
        allowed_in_lessons: false,
        allowed: &[],
    },
    Banned {
        words: &["stand for", "stands for"],
        say: "represents, is defined in",
        allowed_in_lessons: false,
        allowed: &[],
    },
    Banned {
        words: &["read strongly"],
        say: "supports strongly consistent reads",
        allowed_in_lessons: false,
        allowed: &[],
    },
    Banned {
        words: &[
            "any more",
            "cancelled",
            "colour",
            "colours",
            "organise",
            "organised",
            "utilised",
            "utilisation",
        ],
        say: "anymore, canceled, color, organized, utilized: AWS writes American English",
        // The sample data has a status `cancelled`.
        allowed_in_lessons: true,
        allowed: &[],
    },
    Banned {
        words: &["a second", "came through"],
        say: "per second; succeeded",
        allowed_in_lessons: true,
        // The number two.
        allowed: &["a second sort order"],
    },
    Banned {
        words: &["row", "rows"],
        say: "item, or result",
        allowed_in_lessons: true,
        // Rows of SQL.
        allowed: &["like a row in SQL"],
    },
];

/// Whether the text has the word as a word, apart from the phrases in which it may stand. Parts of
/// a name such as `lane-kept` are none.
pub fn says(text: &str, word: &str, allowed: &[&str]) -> bool {
    let mut text = text.to_lowercase();
    for phrase in allowed {
        text = text.replace(&phrase.to_lowercase(), " ");
    }
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let is_before = |c: char| is_part(c) || c == '.';
    text.match_indices(word).any(|(at, found)| {
        let before = text[..at].chars().next_back();
        let after = text[at + found.len()..].chars().next();
        !before.is_some_and(is_before) && !after.is_some_and(is_part)
    })
}
