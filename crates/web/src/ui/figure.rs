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

/// Shares over time, drawn as a line from left to right.
pub struct Course<'a> {
    /// What is drawn.
    pub label: Text<'a>,
    /// Shares between 0 and 1 at equal distances of time.
    pub shares: Vec<f32>,
}

/// Lines from 0 at the foot to 1 at the top, with the first and last value of each in words; the
/// same numbers stand in a table of the caller's. Nothing below two points.
#[must_use]
pub fn course_figure<'a>(
    w: Words,
    name: &str,
    title: impl Into<Text<'a>>,
    (from, to): (&str, &str),
    courses: &[Course<'_>],
) -> Markup {
    if courses.iter().all(|course| course.shares.len() < 2) {
        return html! {};
    }
    let percent = |share: &f32| format::number(w.lang(), (f64::from(*share) * 100.0).round());
    let told = |course: &Course<'_>| {
        let (first, last) = (course.shares.first(), course.shares.last());
        let values = [
            ("what", Value::from(course.label.as_ref())),
            ("first", Value::from(first.map(percent).unwrap_or_default())),
            ("last", Value::from(last.map(percent).unwrap_or_default())),
        ];
        w.ta("figure-course", &values).into_owned()
    };
    html! {
        figure.figure {
            figcaption.figure-title id={ (name) "-title" } { (title.into()) }
            svg.course-plot role="img" aria-labelledby={ (name) "-title" }
                aria-describedby={ (name) "-desc" } viewBox="0 0 300 100" preserveAspectRatio="none" {
                @for height in [1, 50, 99] {
                    line.course-rule x1="0" x2="300" y1=(height) y2=(height) {}
                }
                @for course in courses {
                    polyline.course points=(points(&course.shares)) {}
                }
            }
            p.course-ends { span { (from) } span { (to) } }
            ul.course-key id={ (name) "-desc" } {
                @for course in courses { li { (told(course)) } }
            }
        }
    }
}

/// Points of a line in a box of 300 by 100, a little away from its edges.
fn points(shares: &[f32]) -> String {
    let steps = shares.len().saturating_sub(1).max(1);
    let mut drawn = Vec::with_capacity(shares.len());
    for (at, share) in shares.iter().enumerate() {
        drawn.push(format!("{},{:.1}", 300 * at / steps, 99.0 - 98.0 * share.clamp(0.0, 1.0)));
    }
    drawn.join(" ")
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
    fn a_course_goes_from_edge_to_edge_and_needs_two_points() {
        assert_eq!(points(&[0.0, 1.0, 0.5]), "0,99.0 150,1.0 300,50.0");
        let w = Words::of(Lang::Id);
        let course = |shares: &[f32]| Course { label: "Tepat".into(), shares: shares.to_vec() };
        let drawn = |shares: &[f32]| {
            course_figure(w, "arah", "Arah", ("Januari", "Maret"), &[course(shares)]).0
        };
        assert!(drawn(&[0.8]).is_empty());
        assert!(drawn(&[0.8, 0.85]).contains("80% → 85%"), "{}", drawn(&[0.8, 0.85]));
    }

    #[test]
    fn a_figure_of_nothing_says_so() {
        let w = Words::of(Lang::Id);
        let figure = bar_figure(w, "kosong", "Laporan", "Jumlah", &[], None).0;
        assert!(figure.contains(w.t("figure-nothing").as_ref()));
    }
}
