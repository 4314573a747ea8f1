//! The four themes and the choice between them.

/// Name of the cookie that keeps the choice.
pub const THEME_COOKIE: &str = "tampilan";
/// Where the theme form posts: fields `tema` (see [`Theme::code`]) and `kembali` (a local path).
pub const THEME_PATH: &str = "/tampilan";

/// A look of the pages, chosen by the reader and kept in a cookie.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Theme {
    /// What the device asks for.
    #[default]
    Auto,
    /// Dark ink on white.
    Light,
    /// Light ink on night blue.
    Dark,
    /// Black on white, heavy lines.
    Contrast,
    /// Lights told apart by every kind of colour vision.
    ColourSafe,
}

impl Theme {
    /// Every theme, in the order the form offers them.
    pub const ALL: [Self; 5] =
        [Self::Auto, Self::Light, Self::Dark, Self::Contrast, Self::ColourSafe];

    /// The value in the form, the cookie and the `data-theme` attribute.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
            Self::Contrast => "contrast",
            Self::ColourSafe => "colour-safe",
        }
    }

    /// Reads a form or cookie value; anything unknown is [`Theme::Auto`].
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        Self::ALL.into_iter().find(|theme| theme.code() == code).unwrap_or_default()
    }

    /// The choice carried by a `Cookie` header.
    #[must_use]
    pub fn from_cookies(header: &str) -> Self {
        header
            .split(';')
            .filter_map(|cookie| cookie.trim().split_once('='))
            .find(|(name, _)| *name == THEME_COOKIE)
            .map_or_else(Self::default, |(_, value)| Self::from_code(value))
    }

    /// The `Set-Cookie` value that keeps this choice for a year. It holds nothing personal.
    #[must_use]
    pub fn set_cookie(self) -> String {
        let code = self.code();
        format!("{THEME_COOKIE}={code}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly")
    }

    /// The `data-theme` attribute; none when the device decides.
    pub(crate) const fn attribute(self) -> Option<&'static str> {
        match self {
            Self::Auto => None,
            chosen => Some(chosen.code()),
        }
    }

    /// Locale key of the name.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Auto => "theme-auto",
            Self::Light => "theme-light",
            Self::Dark => "theme-dark",
            Self::Contrast => "theme-contrast",
            Self::ColourSafe => "theme-colour-safe",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_choice_survives_its_cookie() {
        for theme in Theme::ALL {
            let cookie = theme.set_cookie();
            let (pair, _) = cookie.split_once(';').unwrap();
            assert_eq!(Theme::from_cookies(&format!("a=b; {pair}; c=d")), theme);
        }
        assert_eq!(Theme::from_cookies("tampilan=\"><script>"), Theme::Auto);
    }
}
