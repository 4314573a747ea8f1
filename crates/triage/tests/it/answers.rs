//! The gate before an answer is posted, measured on labelled answers.

use domain::ReportId;
use domain::answer::AnswerFault;
use proptest::prelude::*;
use std::collections::BTreeMap;
use triage::answer::{
    self, Asked, Cases, Earlier, Missing, Review, frequent, likely_answers, similar_cases,
};

const LABELLED: &str = include_str!("../data/answers.txt");

struct Entry {
    number: usize,
    report: &'static str,
    answer: &'static str,
    /// Empty for a good one.
    faults: Vec<AnswerFault>,
}

fn review(answer: &str, report: &str, earlier: &Earlier) -> Review {
    let to = Asked { id: ReportId(0), text: report, public: false };
    answer::review(answer, to, earlier)
}

fn kind(word: &str) -> AnswerFault {
    match word {
        "canned" => AnswerFault::Canned,
        "no_action" => AnswerFault::NoAction,
        "not_ours" => AnswerFault::NotOurAuthority,
        "elsewhere" => AnswerFault::RefersElsewhere,
        "off_topic" => AnswerFault::OffTopic,
        "too_short" => AnswerFault::TooShort,
        "echo" => AnswerFault::Echoes,
        "blame" => AnswerFault::Blames,
        "undated" => AnswerFault::Undated,
        _ => panic!("{word} is no fault"),
    }
}

fn labelled() -> (Earlier, Vec<Entry>) {
    let mut earlier = Earlier::default();
    let mut entries = Vec::new();
    let (mut report, mut answer) = ("", "");
    for (line, id) in LABELLED.lines().zip(1..) {
        match line.split_at_checked(1) {
            Some(("~", rest)) => earlier.add(ReportId(id), rest),
            Some(("?", rest)) => report = rest.trim(),
            Some((">", rest)) => answer = rest.trim(),
            Some((label @ ("+" | "-"), rest)) => {
                let faults: Vec<_> =
                    rest.split_whitespace().filter(|_| label == "-").map(kind).collect();
                assert_eq!(faults.is_empty(), label == "+", "line {id}");
                entries.push(Entry { number: entries.len() + 1, report, answer, faults });
            }
            _ => {}
        }
    }
    (earlier, entries)
}

/// Precision and recall of "bad", and the entries it got wrong.
fn measure(entries: &[&Entry], earlier: &Earlier) -> (f64, f64, String) {
    let (mut hit, mut alarm, mut miss, mut wrong) = (0_u32, 0_u32, 0_u32, String::new());
    for entry in entries {
        let found = review(entry.answer, entry.report, earlier);
        let kinds: Vec<_> = found.faults.iter().map(|fault| fault.kind).collect();
        match (entry.faults.is_empty(), kinds.is_empty()) {
            (false, false) => hit += 1,
            (true, false) => alarm += 1,
            (false, true) => miss += 1,
            (true, true) => continue,
        }
        if entry.faults.is_empty() || kinds.is_empty() {
            wrong += &format!(
                "{}: {:?}, found {kinds:?}: {}\n",
                entry.number, entry.faults, entry.answer
            );
        }
    }
    (f64::from(hit) / f64::from(hit + alarm), f64::from(hit) / f64::from(hit + miss), wrong)
}

/// What was measured, for those who read along.
fn holds(name: &str, entries: &[&Entry], earlier: &Earlier) -> String {
    let (precision, recall, wrong) = measure(entries, earlier);
    let count = entries.len();
    let told = format!("{name}: {count}, precision {precision:.3}, recall {recall:.3}\n{wrong}");
    assert!(precision >= 0.9 && recall >= 0.8, "{told}");
    told
}

#[test]
fn bad_answers_are_told_from_good_ones() {
    let (earlier, entries) = labelled();
    assert!(entries.len() >= 260);
    assert!(entries.iter().filter(|entry| entry.faults.is_empty()).count() >= 120);
    println!(
        "{}",
        holds(
            "developed on",
            &entries.iter().filter(|e| e.number % 2 == 1).collect::<Vec<_>>(),
            &earlier,
        )
    );
}

#[test]
fn held_out_answers_are_told_apart_as_well() {
    let (earlier, entries) = labelled();
    println!(
        "{}",
        holds(
            "held out",
            &entries.iter().filter(|e| e.number % 2 == 0).collect::<Vec<_>>(),
            &earlier
        )
    );
    println!("{}", holds("all", &entries.iter().collect::<Vec<_>>(), &earlier));
    let mut leading: BTreeMap<AnswerFault, (u32, u32)> = BTreeMap::new();
    for entry in &entries {
        let Some(kind) = entry.faults.first() else { continue };
        let counts = leading.entry(*kind).or_default();
        counts.1 += 1;
        counts.0 += u32::from(kinds(&review(entry.answer, entry.report, &earlier)).contains(kind));
    }
    println!("leading fault found: {leading:?}");
}

fn kinds(found: &Review) -> Vec<AnswerFault> {
    found.faults.iter().map(|fault| fault.kind).collect()
}

/// The words a fault points at.
fn words(answer: &str, report: &str, kind: AnswerFault) -> Vec<String> {
    let found = review(answer, report, &Earlier::default());
    let fault = found.faults.iter().find(|fault| fault.kind == kind);
    let fault = fault.unwrap_or_else(|| panic!("{kind:?} not in {found:?}"));
    fault.spans.iter().map(|span| span.of(answer).to_owned()).collect()
}

const LAMP: &str = "Lampu jalan di depan sekolah mati sejak dua minggu, gelap sekali.";

#[test]
fn a_template_with_other_names_and_dates_is_canned() {
    let form = |name: &str, date: &str, place: &str| {
        format!(
            "Yth. Bapak {name}, laporan Bapak tanggal {date} mengenai {place} sudah kami terima \
             dan diteruskan kepada bidang yang membidangi untuk dipelajari bersama pimpinan."
        )
    };
    let mut earlier = Earlier::default();
    earlier.add(ReportId(7), &form("Rahmat Hidayat", "3 Mei 2026", "Jalan Mawar"));
    let again = form("Yosef Lalamentik", "21 November 2026", "Desa Kolongan Atas");
    let found = review(&again, LAMP, &earlier);
    let canned = found.faults.iter().find(|fault| fault.kind == AnswerFault::Canned).unwrap();
    assert_eq!(canned.like, Some(ReportId(7)));
    let (similarity, id) = earlier.nearest(&again).unwrap();
    assert!(similarity > 0.9 && id == ReportId(7), "{similarity}");
    let own = "Trafo 25 kVA di depan sekolah diganti PLN kemarin karena lilitannya putus.";
    assert!(earlier.nearest(own).is_none_or(|(similarity, _)| similarity < 0.3));
    assert_eq!(kinds(&review(own, LAMP, &earlier)), []);
}

#[test]
fn repeating_oneself_in_one_report_is_no_template() {
    let said = "Laporan Bapak sudah kami terima dan diteruskan kepada bidang yang membidangi.";
    let mut earlier = Earlier::default();
    earlier.add(ReportId(7), said);
    let faults = |id| {
        let to = Asked { id, text: LAMP, public: false };
        let found = answer::review(said, to, &earlier);
        found.faults.into_iter().find_map(|fault| fault.like)
    };
    assert_eq!((faults(ReportId(8)), faults(ReportId(7))), (Some(ReportId(7)), None));
}

#[test]
fn personal_data_is_a_fault_where_everybody_reads_it() {
    let answer = "Lampu diganti 21 November oleh Regu 3. Hubungi pelapor di 0812-3456-7890.";
    let found = |public| {
        let to = Asked { id: ReportId(1), text: LAMP, public };
        answer::review(answer, to, &Earlier::default()).faults
    };
    assert_eq!(found(false), []);
    let faults = found(true);
    assert_eq!(faults[0].kind, AnswerFault::Personal);
    assert_eq!(faults[0].spans[0].of(answer), "0812-3456-7890");
}

#[test]
fn a_form_with_a_deed_of_its_own_is_no_template() {
    let mut earlier = Earlier::default();
    let form = |place: &str, day: u8, crew: u8| {
        format!(
            "Lampu penerangan di Jalan {place} sudah diganti pada {day} November 2026 dengan lampu hemat energi oleh Regu {crew}."
        )
    };
    earlier.add(ReportId(1), &form("Kenanga", 3, 1));
    assert_eq!(kinds(&review(&form("Cemara", 19, 4), LAMP, &earlier)), []);
}

#[test]
fn earlier_answers_are_bounded_and_the_oldest_makes_room() {
    let mut earlier = Earlier::with_room(3);
    let names =
        ["jembatan gantung retak", "guru tidak hadir", "air keruh berbau", "pasar becek kotor"];
    for (id, matter) in (1..).zip(names) {
        earlier.add(
            ReportId(id),
            &format!("Perkara {matter} kami bahas dahulu, {matter} memang rumit."),
        );
    }
    assert_eq!(earlier.len(), 3);
    let of = |matter: &str| {
        earlier.nearest(&format!("Perkara {matter} kami bahas dahulu, {matter} memang rumit."))
    };
    assert!(of(names[0]).is_none_or(|(similarity, _)| similarity < 0.8));
    assert_eq!(of(names[3]), Some((1.0, ReportId(4))));
}

#[test]
fn a_fault_names_its_words() {
    assert_eq!(
        words("Mohon maaf, hal itu bukan kewenangan kami.", LAMP, AnswerFault::NotOurAuthority),
        ["bukan kewenangan"]
    );
    assert_eq!(
        words("Silakan datang ke kantor kami.", LAMP, AnswerFault::RefersElsewhere),
        ["Silakan datang"]
    );
    assert_eq!(words("Akan kami perbaiki.", LAMP, AnswerFault::Undated), ["Akan"]);
    assert_eq!(words(" Ok ", LAMP, AnswerFault::TooShort), ["Ok"]);
    assert!(words("Makanya jangan manja.", LAMP, AnswerFault::Blames)[0].starts_with("Makanya"));
}

#[test]
fn not_ours_is_no_fault_where_something_was_done_all_the_same() {
    let answer = "Jalan ini kewenangan provinsi. Lubangnya sudah kami tutup kemarin, 20 November.";
    assert_eq!(kinds(&review(answer, "Jalan berlubang di depan pasar.", &Earlier::default())), []);
}

#[test]
fn what_is_missing_is_said() {
    let missing = |answer: &str| review(answer, LAMP, &Earlier::default()).missing;
    assert_eq!(missing("Lampu sudah diganti 21 November oleh Regu 3, foto terlampir."), []);
    assert_eq!(missing("Lampu diganti."), [Missing::When, Missing::Who, Missing::Evidence]);
    assert!(missing("Permohonan lampu tidak dapat dipenuhi.").contains(&Missing::Reason));
    assert!(missing("Terima kasih.").contains(&Missing::Action));
}

#[test]
fn similar_cases_come_with_what_they_have_in_common() {
    let mut cases = Cases::with_room(3);
    cases.add(ReportId(1), "Sampah menumpuk di TPS Pasar Rebo");
    cases.add(ReportId(2), "Lampu penerangan jalan padam di depan masjid");
    cases.add(ReportId(3), "Petugas loket membentak pasien");
    let near = similar_cases(LAMP, &cases, 2);
    assert_eq!(near.first().map(|case| case.id), Some(ReportId(2)));
    assert!(near[0].words.contains(&"lampu".to_owned()), "{:?}", near[0].words);
    assert!(near[0].similarity > 0.0 && near[0].similarity <= 1.0);
    cases.add(ReportId(4), "Lampu taman mati");
    cases.add(ReportId(5), "Lampu jalan sekolah gelap");
    assert_eq!(
        similar_cases(LAMP, &cases, 9).iter().map(|case| case.id.0).collect::<Vec<_>>(),
        [5, 4]
    );
    assert_eq!(similar_cases("Anjing liar", &cases, 9), []);
    assert_eq!(similar_cases(LAMP, &cases, 0), []);
}

#[test]
fn a_ready_answer_is_offered_only_when_it_speaks_of_the_matter() {
    let mut ready: Cases<u8> = Cases::with_room(9);
    let entries = [
        "Lampu jalan padam, ke mana saya melapor? Sebut nomor tiang lampu; petugas datang dalam lima hari kerja.",
        "Berapa biaya membuat KTP baru? Membuat KTP tidak dipungut biaya; bawa kartu keluarga ke kecamatan.",
        "Kapan sampah diangkut? Sampah rumah diangkut tiap Senin dan Kamis pagi.",
        "Bagaimana mengurus akta kelahiran? Bawa surat lahir dan kartu keluarga ke dinas kependudukan.",
    ];
    for (id, entry) in (1..).zip(entries) {
        ready.add(id, entry);
    }
    assert_eq!(likely_answers(LAMP, &ready, 3), [1]);
    let fee = "Petugas meminta biaya lima puluh ribu untuk membuat KTP anak saya di kecamatan.";
    assert_eq!(likely_answers(fee, &ready, 3).first(), Some(&2));
    let none = "Guru honorer di sekolah kami belum menerima gaji selama empat bulan.";
    assert_eq!(likely_answers(none, &ready, 3), []);
    assert_eq!(likely_answers("", &ready, 3), []);
}

#[test]
fn what_is_asked_often_is_grouped_and_the_largest_group_comes_first() {
    let mut cases = Cases::default();
    let texts = [
        "Lampu jalan di Jalan Merdeka padam sejak dua minggu",
        "Sampah di TPS Pasar Rebo tidak diangkut seminggu",
        "Lampu jalan depan sekolah padam",
        "Berapa biaya membuat KTP baru di kelurahan",
        "Lampu jalan kampung kami padam sudah lama",
        "Sampah TPS di pasar menumpuk tidak diangkut",
        "Lampu penerangan jalan padam semua",
    ];
    for (id, text) in (1..).zip(texts) {
        cases.add(ReportId(id), text);
    }
    let ids = |n| {
        let groups = frequent(&cases, 2, n);
        groups.into_iter().map(|group| group.cases.iter().map(|id| id.0).collect()).collect()
    };
    let all: Vec<Vec<i64>> = ids(9);
    assert_eq!(all, [vec![7, 5, 3, 1], vec![6, 2]]);
    let first: Vec<Vec<i64>> = ids(1);
    assert_eq!(first.len(), 1);
    assert!(frequent(&cases, 2, 9)[0].stems.contains(&"lampu".to_owned()));
}

proptest! {
    #[test]
    fn any_text_is_read_and_its_spans_are_whole(
        answer in prop_oneof![
            any::<String>(),
            "([a-zA-Z0-9 .,;!?é𝔸½ﬁ·-]|akan |sudah |kami |bukan |kewenangan |silakan |hubungi |anda |sendiri |tanggal |\n){0,60}",
        ],
        report in any::<String>(),
    ) {
        let mut earlier = Earlier::with_room(2);
        earlier.add(ReportId(1), &answer);
        let found = review(&answer, &report, &earlier);
        for fault in found.faults {
            let mut end = 0;
            for span in fault.spans {
                prop_assert!(span.start >= end && span.start < span.end);
                prop_assert!(!span.of(&answer).is_empty());
                end = span.end;
            }
        }
        let mut cases = Cases::with_room(2);
        cases.add(ReportId(1), &report);
        prop_assert!(similar_cases(&answer, &cases, 3).len() <= 1);
    }
}
