//! Figures drawn by the server, with the same numbers as a table.

use maud::{Markup, Render as _, html};

use super::{Button, Column, Icon, Table, Text, reveal};
use crate::format;
use crate::i18n::{Value, Words};

/// One bar: what it counts, how many, and the list behind it.
pub struct Bar<'a> {
    /// What is counted.
    pub label: Text<'a>,
    /// How many.
    pub value: i64,
    /// The list of what is counted.
    pub href: Option<Text<'a>>,
}

/// Horizontal bars from zero, longest as wide as the page, and their table.
///
/// `name` makes the ids unique on the page, `unit` heads the column of numbers, `download` leads
/// to the same numbers as a file.
#[must_use]
pub fn bar_figure<'a>(
    w: Words,
    name: &str,
    title: impl Into<Text<'a>>,
    unit: impl Into<Text<'a>>,
    bars: &[Bar<'_>],
    download: Option<Text<'a>>,
) -> Markup {
    let title = title.into();
    let most = bars.iter().map(|bar| bar.value).max().unwrap_or(0).max(1);
    let mut table =
        Table::new(title.clone(), vec![Column::text(w.t("figure-what")), Column::number(unit)]);
    for bar in bars {
        let label = html! {
            @match &bar.href { Some(href) => a href=(href) { (bar.label) }, None => (bar.label), }
        };
        table.row(vec![label, html! { (format::count(w.lang(), bar.value)) }]);
    }
    html! {
        figure.figure {
            figcaption.figure-title id={ (name) "-title" } { (title) }
            p.sr id={ (name) "-desc" } { (described(w, bars)) }
            div role="img" aria-labelledby={ (name) "-title" } aria-describedby={ (name) "-desc" } {
                @for bar in bars {
                    div.bar-row {
                        span.bar-label { (bar.label) }
                        span.bar-value { (format::count(w.lang(), bar.value)) }
                    }
                    svg.bar-line width="100%" height="0.6em" {
                        rect.bar-track width="100%" height="100%" {}
                        rect.bar width=(share(bar.value, most)) height="100%" {}
                    }
                }
            }
            (reveal(w.t("figure-table"), &table.render()))
            @if let Some(href) = download {
                (Button::quiet(w.t("figure-download")).href(href).icon(Icon::Download))
            }
        }
    }
}

/// A share of the longest bar, in per cent with two decimals.
fn share(value: i64, most: i64) -> String {
    let hundredths = value.max(0).saturating_mul(10_000) / most;
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

/// What a listener needs: the largest and the smallest; the table has the rest.
fn described(w: Words, bars: &[Bar<'_>]) -> String {
    let (Some(most), Some(least)) =
        (bars.iter().max_by_key(|bar| bar.value), bars.iter().min_by_key(|bar| bar.value))
    else {
        return w.t("figure-nothing").into_owned();
    };
    let values = [
        ("most", Value::from(most.label.as_ref())),
        ("most_n", Value::from(most.value)),
        ("least", Value::from(least.label.as_ref())),
        ("least_n", Value::from(least.value)),
    ];
    w.ta("figure-described", &values).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;

    #[test]
    fn the_longest_bar_fills_the_width_and_none_is_negative() {
        assert_eq!(share(50, 50), "100.00%");
        assert_eq!(share(1, 3), "33.33%");
        assert_eq!(share(-2, 3), "0.00%");
    }

    #[test]
    fn a_figure_of_nothing_says_so() {
        let w = Words::of(Lang::Id);
        let figure = bar_figure(w, "kosong", "Laporan", "Jumlah", &[], None).0;
        assert!(figure.contains(w.t("figure-nothing").as_ref()));
    }
}
