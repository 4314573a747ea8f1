//! What the index is asked, before it is put into the words of an engine.

/// A condition on the tokens of one report. Tokens hold letters, digits, `_` and `=` only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Expr {
    /// This token.
    Token(String),
    /// These tokens one after another.
    Row(Vec<String>),
    /// All of them; none is never asked.
    All(Vec<Expr>),
    /// At least one.
    Any(Vec<Expr>),
    /// The first and not the second.
    Except(Box<Expr>, Box<Expr>),
}

impl Expr {
    /// All tokens of a list.
    pub(crate) fn tokens(tokens: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self::All(tokens.into_iter().map(|token| Self::Token(token.into())).collect())
    }
}
