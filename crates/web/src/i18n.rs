//! Words in Indonesian and English.
//!
//! `locales/<lang>/*.ftl` are embedded; each area of the site has a file of its own. A test holds
//! the two languages to the same keys and variables, and every key to a use in the source.

use std::borrow::Cow;
use std::sync::LazyLock;

pub use fluent_bundle::FluentValue as Value;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

use crate::format;

include!(concat!(env!("OUT_DIR"), "/locales.rs"));

/// A language of the interface.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Lang {
    /// Indonesian, the first language.
    #[default]
    Id,
    /// English.
    En,
}

impl Lang {
    /// Every language, Indonesian first.
    pub const ALL: [Self; 2] = [Self::Id, Self::En];

    /// The value of the `lang` attribute.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::En => "en",
        }
    }

    /// The language's name for itself.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Id => "Indonesia",
            Self::En => "English",
        }
    }

    fn identifier(self) -> LanguageIdentifier {
        // Both codes are sound; an unknown language would only lose its plural rules.
        self.code().parse().unwrap_or_default()
    }

    fn sources(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Id => INDONESIAN,
            Self::En => ENGLISH,
        }
    }

    fn bundle(self) -> &'static FluentBundle<FluentResource> {
        static ID: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| load(Lang::Id));
        static EN: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| load(Lang::En));
        match self {
            Self::Id => &ID,
            Self::En => &EN,
        }
    }
}

/// A file with a mistake still gives its sound messages; the tests refuse the mistake.
fn load(lang: Lang) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new_concurrent(vec![lang.identifier()]);
    // Isolation marks would end up in SMS texts, titles and copied numbers.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match lang {
        Lang::Id => indonesian_number,
        Lang::En => english_number,
    }));
    for (_, text) in lang.sources() {
        let resource = match FluentResource::try_new((*text).to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        // A doubled key keeps its first text.
        drop(bundle.add_resource(resource));
    }
    bundle
}

/// Numbers inside messages get the separators of the language.
fn indonesian_number<M>(value: &Value<'_>, _: &M) -> Option<String> {
    match value {
        Value::Number(number) => Some(format::number(Lang::Id, number.value)),
        _ => None,
    }
}

fn english_number<M>(value: &Value<'_>, _: &M) -> Option<String> {
    match value {
        Value::Number(number) => Some(format::number(Lang::En, number.value)),
        _ => None,
    }
}

/// A handle to the words of one language; copy it freely.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Words {
    lang: Lang,
}

impl Words {
    /// The words of `lang`.
    #[must_use]
    pub const fn of(lang: Lang) -> Self {
        Self { lang }
    }

    /// The language of these words.
    #[must_use]
    pub const fn lang(self) -> Lang {
        self.lang
    }

    /// The text of `key`; a missing key shows itself.
    #[must_use]
    pub fn t(self, key: &'static str) -> Cow<'static, str> {
        self.message(key, None)
    }

    /// The text of `key` with its variables.
    #[must_use]
    pub fn ta<'v>(
        self,
        key: &'static str,
        values: &[(&'static str, Value<'v>)],
    ) -> Cow<'static, str> {
        let args = values.iter().cloned().collect::<FluentArgs<'v>>();
        Cow::Owned(self.message(key, Some(&args)).into_owned())
    }

    fn message(self, key: &'static str, args: Option<&FluentArgs<'_>>) -> Cow<'static, str> {
        let bundle = self.lang.bundle();
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            return Cow::Borrowed(key);
        };
        let mut faults = Vec::new();
        match args {
            None => bundle.format_pattern(pattern, None, &mut faults),
            Some(_) => Cow::Owned(bundle.format_pattern(pattern, args, &mut faults).into_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::Path;

    use fluent_bundle::FluentResource;

    use super::*;

    /// Key -> variables of one language; fails on a mistake in a file or a doubled key.
    fn messages(lang: Lang) -> BTreeMap<String, BTreeSet<String>> {
        let mut found = BTreeMap::new();
        for (file, text) in lang.sources() {
            let resource = FluentResource::try_new((*text).to_owned())
                .map_err(|(_, faults)| faults)
                .unwrap_or_else(|faults| panic!("{}/{file}.ftl: {faults:?}", lang.code()));
            assert!(resource.entries().count() > 0, "{}/{file}.ftl is empty", lang.code());
            let mut key = String::new();
            for line in text.lines().filter(|line| !line.starts_with('#')) {
                if line.starts_with(|c: char| c.is_ascii_alphabetic()) {
                    key = line.split_once('=').unwrap().0.trim().to_owned();
                    let doubled = found.insert(key.clone(), BTreeSet::new()).is_some();
                    assert!(!doubled, "{}/{file}.ftl: {key} is there twice", lang.code());
                }
                for rest in line.split('$').skip(1) {
                    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '-');
                    let variable = rest[..end.unwrap_or(rest.len())].to_owned();
                    found.get_mut(&key).unwrap().insert(variable);
                }
            }
        }
        found
    }

    fn sources(folder: &Path, out: &mut String) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, out);
            } else if path.extension().is_some_and(|ext| ext == "rs") {
                out.push_str(&std::fs::read_to_string(&path).unwrap());
            }
        }
    }

    fn source() -> String {
        let mut out = String::new();
        // Refusals name their messages where they are defined.
        for folder in ["src", "../domain/src", "../store/src"] {
            sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut out);
        }
        out
    }

    #[test]
    fn both_languages_say_the_same_things() {
        let (indonesian, english) = (messages(Lang::Id), messages(Lang::En));
        let keys = |of: &BTreeMap<String, _>| of.keys().cloned().collect::<BTreeSet<_>>();
        let differing: Vec<_> =
            keys(&indonesian).symmetric_difference(&keys(&english)).cloned().collect();
        assert!(differing.is_empty(), "only in one language: {differing:?}");
        for (key, variables) in &indonesian {
            assert_eq!(variables, &english[key], "{key} has other variables in English");
        }
    }

    #[test]
    fn every_key_used_exists() {
        let source = source();
        let known = messages(Lang::Id);
        for call in [".t(\"", ".ta(\""] {
            for rest in source.split(call).skip(1) {
                let key = &rest[..rest.find('"').unwrap()];
                assert!(known.contains_key(key) || key.is_empty(), "no message {key:?}");
            }
        }
    }

    #[test]
    fn every_message_is_used() {
        let source = source();
        let unused: Vec<_> = messages(Lang::Id)
            .into_keys()
            .filter(|key| !source.contains(&format!("\"{key}\"")))
            .collect();
        assert!(unused.is_empty(), "nobody says {unused:?}");
    }

    #[test]
    fn messages_carry_no_isolation_marks_and_local_numbers() {
        let values = [("n", Value::from(1_500))];
        assert_eq!(Words::of(Lang::Id).ta("field-limit", &values), "Paling banyak 1.500 huruf.");
        assert_eq!(Words::of(Lang::En).ta("field-limit", &values), "At most 1,500 characters.");
    }

    #[test]
    fn a_missing_key_shows_itself() {
        let missing = "no-such-key";
        assert_eq!(Words::of(Lang::Id).t(missing), "no-such-key");
    }
}
