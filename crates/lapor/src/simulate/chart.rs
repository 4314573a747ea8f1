//! A plan, drawn: officers of the agencies that need most.

use super::tell::desk_name;
use domain::{Desk, Reference};
use sim::plan::Plan;
use std::cmp::Reverse;
use std::fmt::Write;

/// Bars.
const BARS: usize = 30;
const LINE: usize = 22;
const NAMES: usize = 320;
const WIDE: usize = 480;

/// An SVG with a bar for each agency: its length says officers, the words behind it the share
/// settled.
pub(super) fn draw(reference: &Reference, plan: &Plan) -> String {
    let mut agencies: Vec<_> = plan.agencies.iter().collect();
    agencies.sort_by_key(|(agency, need)| (Reverse(need.officers), **agency));
    agencies.truncate(BARS);
    let most = agencies.first().map_or(1, |(_, need)| need.officers.max(1));
    let (width, height) = (NAMES + WIDE + 160, agencies.len() * LINE + 50);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"sans-serif\" font-size=\"13\" role=\"img\">\
         <title>Officers needed by agency</title>\
         <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\
         <text x=\"10\" y=\"24\" font-weight=\"bold\">Officers needed by agency; share of reports settled</text>"
    );
    for (nth, (agency, need)) in agencies.iter().enumerate() {
        let top = 38 + nth * LINE;
        let name = escaped(&desk_name(reference, Desk::Agency(**agency)));
        let length = usize::try_from(need.officers * WIDE as u64 / most).unwrap_or(WIDE);
        let settled = need.sums.permille(need.sums.settled) / 10;
        let _ = write!(
            out,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{name}</text>\
             <rect x=\"{NAMES}\" y=\"{top}\" width=\"{length}\" height=\"16\" fill=\"#1d4f91\"/>\
             <text x=\"{}\" y=\"{}\">{} · {settled} %</text>",
            NAMES - 8,
            top + 13,
            NAMES + length + 8,
            top + 13,
            need.officers,
        );
    }
    out.push_str("</svg>\n");
    out
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}
