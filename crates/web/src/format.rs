//! Dates, numbers, money and sizes as each language writes them.

use std::fmt::Write as _;

use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::{Timestamp, tz};

use crate::i18n::{Lang, Value, Words};

/// A time zone as readers know it: its distance from UTC and its name, such as +7 and "WIB".
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Zone {
    /// Distance from UTC.
    pub offset: tz::Offset,
    /// "WIB", "WITA" or "WIT".
    pub abbreviation: &'static str,
}

impl Zone {
    /// Western Indonesia time.
    pub const WIB: Self = Self { offset: tz::offset(7), abbreviation: "WIB" };
    /// Central Indonesia time.
    pub const WITA: Self = Self { offset: tz::offset(8), abbreviation: "WITA" };
    /// Eastern Indonesia time.
    pub const WIT: Self = Self { offset: tz::offset(9), abbreviation: "WIT" };

    /// The wall clock of this zone at `at`.
    #[must_use]
    pub fn civil(self, at: Timestamp) -> DateTime {
        self.offset.to_datetime(at)
    }
}

const MONTHS_ID: [&str; 12] = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn month(lang: Lang, date: Date) -> &'static str {
    let names = match lang {
        Lang::Id => &MONTHS_ID,
        Lang::En => &MONTHS_EN,
    };
    usize::try_from(date.month() - 1).ok().and_then(|at| names.get(at).copied()).unwrap_or_default()
}

/// "Desember 2026", "December 2026": the head of a month.
#[must_use]
pub fn month_name(lang: Lang, date: Date) -> String {
    format!("{} {}", month(lang, date), date.year())
}

/// "Senin", "Monday".
#[must_use]
pub const fn weekday_name(lang: Lang, day: Weekday) -> &'static str {
    weekday(lang, day)
}

/// "Sen", "Mon": the head of a calendar's column.
#[must_use]
pub fn short_weekday(lang: Lang, day: Weekday) -> &'static str {
    let name = weekday(lang, day);
    name.get(..3).unwrap_or(name)
}

const fn weekday(lang: Lang, day: Weekday) -> &'static str {
    match (lang, day) {
        (Lang::Id, Weekday::Monday) => "Senin",
        (Lang::Id, Weekday::Tuesday) => "Selasa",
        (Lang::Id, Weekday::Wednesday) => "Rabu",
        (Lang::Id, Weekday::Thursday) => "Kamis",
        (Lang::Id, Weekday::Friday) => "Jumat",
        (Lang::Id, Weekday::Saturday) => "Sabtu",
        (Lang::Id, Weekday::Sunday) => "Minggu",
        (Lang::En, Weekday::Monday) => "Monday",
        (Lang::En, Weekday::Tuesday) => "Tuesday",
        (Lang::En, Weekday::Wednesday) => "Wednesday",
        (Lang::En, Weekday::Thursday) => "Thursday",
        (Lang::En, Weekday::Friday) => "Friday",
        (Lang::En, Weekday::Saturday) => "Saturday",
        (Lang::En, Weekday::Sunday) => "Sunday",
    }
}

/// "Jumat, 4 Desember 2026", "Friday, 4 December 2026".
#[must_use]
pub fn long_date(lang: Lang, date: Date) -> String {
    format!("{}, {}", weekday(lang, date.weekday()), plain_date(lang, date))
}

/// "4 Desember 2026", "4 December 2026".
#[must_use]
pub fn plain_date(lang: Lang, date: Date) -> String {
    format!("{} {} {}", date.day(), month(lang, date), date.year())
}

/// "4 Des 2026", "4 Dec 2026": for tables.
#[must_use]
pub fn short_date(lang: Lang, date: Date) -> String {
    let month = month(lang, date);
    format!("{} {} {}", date.day(), month.get(..3).unwrap_or(month), date.year())
}

/// "14.30", "14:30".
#[must_use]
pub fn time(lang: Lang, time: Time) -> String {
    let separator = match lang {
        Lang::Id => '.',
        Lang::En => ':',
    };
    format!("{:02}{separator}{:02}", time.hour(), time.minute())
}

/// "Jumat, 4 Desember 2026 pukul 14.30 WIB", "Friday, 4 December 2026, 14:30 WIB".
#[must_use]
pub fn date_time(lang: Lang, at: Timestamp, zone: Zone) -> String {
    let civil = zone.civil(at);
    let join = match lang {
        Lang::Id => " pukul ",
        Lang::En => ", ",
    };
    let (date, clock) = (long_date(lang, civil.date()), time(lang, civil.time()));
    format!("{date}{join}{clock} {}", zone.abbreviation)
}

/// "4 Des 2026, 14.30": for journals and queues, where the zone is said once.
#[must_use]
pub fn short_date_time(lang: Lang, at: Timestamp, zone: Zone) -> String {
    let civil = zone.civil(at);
    format!("{}, {}", short_date(lang, civil.date()), time(lang, civil.time()))
}

/// Calendar days from `today`: "hari ini", "besok", "3 hari lagi", "kemarin", "3 hari lalu".
#[must_use]
pub fn relative_day(words: Words, today: Date, day: Date) -> String {
    let days = today.until(day).map_or(0, |span| span.get_days());
    let n = [("n", Value::from(days.unsigned_abs()))];
    match days {
        0 => words.t("format-today"),
        1 => words.t("format-tomorrow"),
        -1 => words.t("format-yesterday"),
        2.. => words.ta("format-in-days", &n),
        _ => words.ta("format-days-ago", &n),
    }
    .into_owned()
}

/// How long ago `at` was: "baru saja", "5 menit lalu", "3 jam lalu", "2 hari lalu".
#[must_use]
pub fn ago(words: Words, now: Timestamp, at: Timestamp) -> String {
    let minutes = (now.as_second() - at.as_second()).max(0) / 60;
    match minutes {
        0 => words.t("format-just-now"),
        1..60 => words.ta("format-minutes-ago", &[("n", Value::from(minutes))]),
        60..1440 => words.ta("format-hours-ago", &[("n", Value::from(minutes / 60))]),
        _ => words.ta("format-days-ago", &[("n", Value::from(minutes / 1440))]),
    }
    .into_owned()
}

/// Thousands and decimal separator.
const fn separators(lang: Lang) -> (char, char) {
    match lang {
        Lang::Id => ('.', ','),
        Lang::En => (',', '.'),
    }
}

/// "1.234.567", "1,234,567".
#[must_use]
pub fn count(lang: Lang, value: i64) -> String {
    let sign = if value < 0 { "−" } else { "" };
    format!("{sign}{}", grouped(lang, &value.unsigned_abs().to_string()))
}

fn grouped(lang: Lang, digits: &str) -> String {
    let (thousands, _) = separators(lang);
    let mut out = String::with_capacity(digits.len() * 4 / 3);
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(thousands);
        }
        out.push(digit);
    }
    out
}

/// "1.234.567,5", "1,234,567.5": two decimals at most, none that say nothing.
#[must_use]
pub fn number(lang: Lang, value: f64) -> String {
    let written = format!("{:.2}", value.abs());
    let (whole, decimals) = written.split_once('.').unwrap_or((&written, ""));
    let decimals = decimals.trim_end_matches('0');
    let nothing = decimals.is_empty() && whole == "0";
    let mut out = String::from(if value < 0.0 && !nothing { "−" } else { "" });
    out.push_str(&grouped(lang, whole));
    if !decimals.is_empty() {
        out.push(separators(lang).1);
        out.push_str(decimals);
    }
    out
}

/// "87,5%", "87.5%" for a share between 0 and 1.
#[must_use]
pub fn percent(lang: Lang, share: f64) -> String {
    let mut out = number(lang, (share * 1000.0).round() / 10.0);
    out.push('%');
    out
}

/// "Rp12.500", "Rp12,500": whole rupiah.
#[must_use]
pub fn rupiah(lang: Lang, amount: i64) -> String {
    let sign = if amount < 0 { "−" } else { "" };
    format!("{sign}Rp{}", grouped(lang, &amount.unsigned_abs().to_string()))
}

/// "812 B", "1,5 KB", "2,4 MB": one decimal, powers of 1024.
#[must_use]
pub fn bytes(lang: Lang, size: u64) -> String {
    let mut out = String::new();
    let tenths = |unit: u64| {
        let tenths = (size.saturating_mul(10) + unit / 2) / unit;
        (tenths / 10, tenths % 10)
    };
    let (whole, tenth, unit) = match size {
        0..1024 => (size, 0, "B"),
        1024..1_048_576 => {
            let (whole, tenth) = tenths(1024);
            (whole, tenth, "KB")
        }
        1_048_576..1_073_741_824 => {
            let (whole, tenth) = tenths(1_048_576);
            (whole, tenth, "MB")
        }
        _ => {
            let (whole, tenth) = tenths(1_073_741_824);
            (whole, tenth, "GB")
        }
    };
    out.push_str(&grouped(lang, &whole.to_string()));
    if tenth > 0 {
        // Writing to a String cannot fail.
        let _ = write!(out, "{}{tenth}", separators(lang).1);
    }
    format!("{out} {unit}")
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn dates_name_the_day_and_the_zone() {
        let at: Timestamp = "2026-12-04T07:30:00Z".parse().unwrap();
        assert_eq!(date_time(Lang::Id, at, Zone::WIB), "Jumat, 4 Desember 2026 pukul 14.30 WIB");
        assert_eq!(date_time(Lang::Id, at, Zone::WIT), "Jumat, 4 Desember 2026 pukul 16.30 WIT");
        assert_eq!(date_time(Lang::En, at, Zone::WIB), "Friday, 4 December 2026, 14:30 WIB");
        assert_eq!(short_date_time(Lang::Id, at, Zone::WITA), "4 Des 2026, 15.30");
    }

    #[test]
    fn a_day_is_told_from_today_across_months() {
        let (id, en) = (Words::of(Lang::Id), Words::of(Lang::En));
        let today = date(2026, 11, 28);
        let told = [
            (date(2026, 11, 28), "hari ini", "today"),
            (date(2026, 11, 29), "besok", "tomorrow"),
            (date(2026, 12, 1), "3 hari lagi", "in 3 days"),
            (date(2027, 2, 28), "92 hari lagi", "in 92 days"),
            (date(2026, 11, 27), "kemarin", "yesterday"),
            (date(2026, 10, 28), "31 hari lalu", "31 days ago"),
        ];
        for (day, indonesian, english) in told {
            assert_eq!(relative_day(id, today, day), indonesian);
            assert_eq!(relative_day(en, today, day), english);
        }
    }

    #[test]
    fn time_past_is_told_in_the_largest_whole_unit() {
        let id = Words::of(Lang::Id);
        let now: Timestamp = "2026-12-04T07:30:00Z".parse().unwrap();
        let told = [
            ("2026-12-04T07:29:30Z", "baru saja"),
            ("2026-12-04T06:31:00Z", "59 menit lalu"),
            ("2026-12-04T06:30:00Z", "1 jam lalu"),
            ("2026-12-02T07:31:00Z", "1 hari lalu"),
            ("2026-12-04T08:00:00Z", "baru saja"),
        ];
        for (at, expected) in told {
            assert_eq!(ago(id, now, at.parse().unwrap()), expected, "{at}");
        }
    }

    #[test]
    fn numbers_carry_the_separators_of_the_language() {
        assert_eq!(number(Lang::Id, 1_234_567.5), "1.234.567,5");
        assert_eq!(number(Lang::En, 1_234_567.5), "1,234,567.5");
        assert_eq!(number(Lang::Id, 60.0), "60");
        assert_eq!(number(Lang::Id, -0.004), "0");
        assert_eq!(count(Lang::Id, -1_000), "−1.000");
        assert_eq!(count(Lang::Id, i64::MIN), "−9.223.372.036.854.775.808");
        assert_eq!(rupiah(Lang::Id, 12_500), "Rp12.500");
        assert_eq!(percent(Lang::Id, 0.8754), "87,5%");
    }

    #[test]
    fn sizes_change_unit_at_1024() {
        assert_eq!(bytes(Lang::Id, 1023), "1.023 B");
        assert_eq!(bytes(Lang::Id, 1536), "1,5 KB");
        assert_eq!(bytes(Lang::En, 2_516_582), "2.4 MB");
        assert_eq!(bytes(Lang::Id, 26_214_400), "25 MB");
    }
}
