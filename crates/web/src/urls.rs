//! Addresses by language: Indonesian has no prefix, English lives under `/en`.

use crate::i18n::Lang;

/// The address of `path` (`/lacak?nomor=1`, always starting with `/`) in a language.
#[must_use]
pub fn path(lang: Lang, path: &str) -> String {
    match lang {
        Lang::Id => path.to_owned(),
        Lang::En if path == "/" => "/en".to_owned(),
        Lang::En => format!("/en{path}"),
    }
}

/// Splits a requested path into its language and the path without prefix.
#[must_use]
pub fn split(requested: &str) -> (Lang, &str) {
    match requested.strip_prefix("/en") {
        Some("") => (Lang::En, "/"),
        Some(rest) if rest.starts_with('/') => (Lang::En, rest),
        Some(rest) if rest.starts_with('?') => (Lang::En, rest),
        _ => (Lang::Id, requested),
    }
}

/// A path someone asks to be led back to, if it stays on this site.
///
/// Refuses other origins in all their spellings (`//host`, `/\host`, control characters).
#[must_use]
pub fn local(back: &str) -> Option<&str> {
    let inside = back.starts_with('/') && !back.starts_with("//") && back.len() <= 2000;
    (inside && !back.contains(['\\', '\r', '\n', '\t']) && !back.contains(char::is_control))
        .then_some(back)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_keeps_its_page_in_the_other_language() {
        for page in ["/", "/lacak", "/lacak?nomor=1", "/enam"] {
            for lang in [Lang::Id, Lang::En] {
                let address = path(lang, page);
                assert_eq!(split(&address), (lang, page), "{address}");
            }
        }
    }

    #[test]
    fn nobody_is_led_to_another_site() {
        assert_eq!(local("/lacak?nomor=1"), Some("/lacak?nomor=1"));
        for foreign in ["//evil.example", "/\\evil.example", "https://evil.example", "/\t/evil", ""]
        {
            assert_eq!(local(foreign), None, "{foreign}");
        }
    }
}
