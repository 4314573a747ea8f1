//! What is missing before somebody can act on a text.

use crate::cues::{Cue, Hit};
use crate::elsewhere::Elsewhere;
use crate::normal::Normal;
use crate::wordlist::{WordSet, words};
use domain::kind::{ComplaintClass, MissingItem, ReportKind, ServiceDeficit};
use std::sync::LazyLock;
use text::Span;

/// What was read before.
pub(crate) struct Read<'a> {
    pub(crate) kind: ReportKind,
    pub(crate) class: ComplaintClass,
    pub(crate) deficits: &'a [(ServiceDeficit, Vec<Span>)],
    pub(crate) elsewhere: Option<Elsewhere>,
}

/// Words that say something, below which nothing was told.
const TOLD_MIN: usize = 2;

/// Words that are followed by the name of a place.
const PLACE_HEADS: &str = " jalan gang desa dusun kampung kelurahan kecamatan kabupaten kota \
    provinsi perumahan kompleks pasar terminal stasiun simpang kali sungai pulau nagari puskesmas \
    pelabuhan bandara halte jembatan tol koridor rute komplek blok taman pantai gunung waduk \
    perempatan bunderan pondok dukuh lingkungan rsud sdn smpn sman smkn sd smp sma smk tk polsek \
    polres posyandu masjid musala mushola gereja kawasan dinas disdukcapil dukcapil kua bpn samsat \
    imigrasi pln bapenda provinsi kebun objek ruas arah kalurahan ing nang ning ka di samsat \
    bpjs igd rumah kades lurah camat rsup dishub lintas pemkot pemkab pemprov tpa timbang umum \
    daerah bidan kehutanan pahlawan pratama pengungsian posko inklusi ";
/// Words between head and name.
const TRANSPARENT: &str = " raya kota umum kecil induk besar negeri daerah adat rakyat sekolah \
    dinas kabupaten kecamatan kelurahan desa pembantu lintas nasional perumahan kampung pasar ";
/// Words followed by a number that names a place.
const NUMBERED: &str = " tetangga warga km blok koridor sdn smpn sman smkn negeri kilometer nomor smp sma sd smk tk lantai ";

/// What somebody may wish to be built.
const THINGS: &str = " halte jembatan taman lampu trotoar jalur pos gedung puskesmas sekolah \
    lapangan zebra toilet jalan drainase ramp cctv portal ";

static HEADS: LazyLock<WordSet> = LazyLock::new(|| words(PLACE_HEADS));
static THROUGH: LazyLock<WordSet> = LazyLock::new(|| words(TRANSPARENT));
static NUMBERS: LazyLock<WordSet> = LazyLock::new(|| words(NUMBERED));
static BUILT: LazyLock<WordSet> = LazyLock::new(|| words(THINGS));
/// Names of provinces and well-known cities, and words that are no names though they follow a
/// head: two lists of one data file.
static NAMES: LazyLock<WordSet> = LazyLock::new(|| section("names"));
static PLAIN: LazyLock<WordSet> = LazyLock::new(|| section("plain"));

fn section(wanted: &str) -> WordSet {
    include_str!("../data/places.txt")
        .lines()
        .filter_map(|line| line.split_once(": "))
        .filter(|(section, _)| *section == wanted)
        .flat_map(|(_, words)| words.split_whitespace())
        .collect()
}

/// What the form should ask for, in the order of the form.
pub(crate) fn missing(normal: &Normal, hits: &[Hit], read: &Read<'_>) -> Vec<MissingItem> {
    let place = || (!names_place(normal)).then_some(MissingItem::Place);
    match read.elsewhere {
        Some(Elsewhere::EmergencyNow) => return place().into_iter().collect(),
        Some(_) => return Vec::new(),
        None => {}
    }
    let told = told(normal);
    let facts = || (told < TOLD_MIN).then_some(MissingItem::Facts);
    match read.kind {
        ReportKind::InformationRequest => facts().into_iter().collect(),
        ReportKind::Aspiration => {
            builds(normal).then(place).flatten().into_iter().chain(facts()).collect()
        }
        ReportKind::Complaint | ReportKind::Whistleblowing => {
            let has = |cue: Cue| hits.iter().any(|hit| hit.cue == cue);
            let of_people = read.class == ComplaintClass::Supervisory
                || read.deficits.iter().any(|(deficit, _)| *deficit != ServiceDeficit::Facility);
            let time = (!has(Cue::Time)).then_some(MissingItem::Time);
            let office = (of_people && !has(Cue::Office)).then_some(MissingItem::Office);
            place().into_iter().chain(time).chain(office).chain(facts()).collect()
        }
    }
}

/// Words that say something, greetings and pleas aside.
fn told(normal: &Normal) -> usize {
    normal
        .tokens
        .iter()
        .filter(|token| !token.aside)
        .filter(|token| {
            let word = normal.word(token);
            word.len() > 2
                && !matches!(
                    word,
                    "tolong"
                        | "mohon"
                        | "bapak"
                        | "ibu"
                        | "segera"
                        | "ditindaklanjuti"
                        | "dong"
                        | "yang"
                        | "bagaimana"
                        | "caranya"
                        | "saya"
                        | "kami"
                        | "dibantu"
                        | "min"
                        | "admin"
                        | "buruk"
                        | "cepat"
                        | "banget"
                )
        })
        .count()
}

/// An aspiration that wants a thing somewhere.
fn builds(normal: &Normal) -> bool {
    normal.tokens.iter().any(|token| {
        let word = normal.word(token);
        word.len() > 2
            && (BUILT.contains(word) || BUILT.contains(crate::cues::without_clitic(word)))
    })
}

/// True when a street, village, district, city or named site stands in the text.
fn names_place(normal: &Normal) -> bool {
    let capitals = normal.tokens.iter().filter(|token| token.capital).count();
    let shouted = capitals * 2 > normal.tokens.len();
    normal.tokens.iter().enumerate().any(|(index, token)| {
        let word = normal.word(token);
        if NAMES.contains(word) {
            return true;
        }
        if !HEADS.contains(word) && !NUMBERS.contains(word) {
            return false;
        }
        let mut next = index + 1;
        while THROUGH.contains(normal.at(next)) && next < index + 4 {
            next += 1;
        }
        let Some(name) = normal.tokens.get(next) else { return false };
        let called = normal.word(name);
        if called.bytes().all(|b| b.is_ascii_digit()) {
            return NUMBERS.contains(normal.at(next - 1));
        }
        let before = normal.at(next - 1);
        // After "di" any word may follow; only a capital makes it a name.
        let bare = matches!(before, "di" | "ka" | "arah" | "rumah" | "umum" | "bank");
        let known = PLAIN.contains(called) || HEADS.contains(called);
        let same = name.clause == token.clause;
        let verb =
            ["me", "ber", "ter", "di", "nge"].iter().any(|prefix| called.starts_with(prefix));
        let worded = !bare
            && called.len() > 2
            && !(verb && called.len() > 5)
            && called.bytes().all(|b| !b.is_ascii_digit());
        same && !known && ((name.capital && !shouted) || worded)
    })
}
