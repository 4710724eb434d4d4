//! The words that cannot be names unless they are quoted.
//!
//! They are those of SQL-92 without the parts of a date, and PartiQL's own.

const KEYWORDS: &str = " absolute action add all allocate alter and any are as asc assertion at \
    authorization avg bag begin between bit bit_length blob bool boolean both by can_lossless_cast \
    cascade cascaded case cast catalog char char_length character character_length check clob \
    close coalesce collate collation column commit connect connection constraint constraints \
    continue convert corresponding count create cross current current_date current_time \
    current_timestamp current_user cursor date deallocate dec decimal declare default deferrable \
    deferred delete desc describe descriptor diagnostics disconnect distinct domain double drop \
    else end escape except exception exec execute exists explain external extract false fetch \
    first float for foreign found from full get global go goto grant group having identity \
    immediate in index indicator initially inner input insensitive insert int integer intersect \
    interval into is isolation join key language last leading left let level like limit list \
    local lower match max min missing module names national natural nchar next no not null nullif \
    numeric octet_length of on only open option or order outer output overlaps pad partial pivot \
    position precision prepare preserve primary prior privileges procedure public read real \
    references relative remove restrict revoke right rollback rows schema scroll section select \
    session session_user set sexp size smallint some space sql sqlcode sqlerror sqlstate string \
    struct substring sum symbol system_user table temporary then time timestamp to trailing \
    transaction translate translation trim true tuple union unique unknown unpivot update upper \
    usage user using value values varchar varying view when whenever where with work write zone ";

/// Whether the word is a keyword, in any case.
pub fn is_keyword(word: &str) -> bool {
    let mut padded = String::with_capacity(word.len() + 2);
    padded.push(' ');
    padded.push_str(&word.to_ascii_lowercase());
    padded.push(' ');
    KEYWORDS.contains(&padded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_have_any_case_and_names_in_examples_are_none() {
        assert!(is_keyword("select") && is_keyword("SIZE") && is_keyword("Zone"));
        let names =
            ["", "Artist", "title", "year", "a", "sk", "elect", "OrderID", "name", "status"];
        assert!(names.iter().all(|name| !is_keyword(name)));
    }
}
