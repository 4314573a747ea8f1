//! Pages for officers.

use jiff::civil::date;
use maud::{Markup, Render as _, html};
use web::format::{self, Zone};
use web::ui::{
    Choice, Column, CommandForm, DeskPage, Due, Facet, Fact, Field, FilterBar, Form, Light, Moment,
    PublicStage, QueueRow, Reader, Tab, Table, View, attachment_list, count_line, due, heading,
    light, pages, panes, queue, stage_badge, summary_list, tabs, timeline,
};

use crate::citizen::files;
use crate::sample::{at, say};

fn page<'a>(view: View<'a>, title: &'a str) -> DeskPage<'a> {
    let w = view.words;
    DeskPage::new(view, title, "Bayu Prasetyo", "Dinas Pekerjaan Umum Kota Bandung")
        .nav(say(w, "Antrean", "Queue"), view.href("/meja"), true)
        .nav(say(w, "Kinerja", "Performance"), "#kinerja", false)
        .nav(say(w, "Tim", "Team"), "#tim", false)
        .search(view.href("/meja"), "")
}

fn rows(view: View<'_>, current: bool) -> Markup {
    let w = view.words;
    let samples = [
        (
            "501 065 3724",
            "Lampu jalan padam di Jalan Merdeka",
            PublicStage::InProgress,
            Light::Near,
            3,
            "Sumur Bandung",
        ),
        (
            "501 065 1190",
            "Jalan berlubang di depan pasar, dua motor jatuh minggu ini dan belum ada tanda peringatan",
            PublicStage::Forwarded,
            Light::Late,
            -2,
            "Andir",
        ),
        (
            "501 064 8812",
            "Selokan mampat setelah proyek galian kabel",
            PublicStage::Contested,
            Light::Near,
            1,
            "Coblong",
        ),
        (
            "501 064 7703",
            "Trotoar dipakai parkir",
            PublicStage::Forwarded,
            Light::OnTime,
            9,
            "Lengkong",
        ),
        (
            "501 064 7015",
            "Usul zebra cross di SD Negeri 3",
            PublicStage::InProgress,
            Light::OnTime,
            11,
            "Sumur Bandung",
        ),
        (
            "501 063 9920",
            "Tanggul retak, warga takut banjir",
            PublicStage::AwaitingReporter,
            Light::OnTime,
            12,
            "Gedebage",
        ),
        (
            "501 063 8711",
            "Pohon condong menimpa kabel",
            PublicStage::Forwarded,
            Light::OnTime,
            13,
            "Cicendo",
        ),
    ];
    let today = date(2026, 12, 1);
    let rows: Vec<QueueRow<'_>> = samples
        .iter()
        .zip(0_i64..)
        .map(|((number, title, stage, state, days, place), row)| QueueRow {
            href: view.href("/meja/laporan").into(),
            number: (*number).into(),
            title: (*title).into(),
            stage: *stage,
            light: Some(*state),
            due: format::relative_day(
                w,
                today,
                today.saturating_add(jiff::Span::new().days(*days)),
            )
            .into(),
            note: (*place).into(),
            reader: (row == 2).then(|| say(w, "Rina sedang membaca", "Rina is reading").into()),
            mark: (row == 1).then(|| "Mungkin ganda".into()),
            unread: row == 1 || row == 3,
            current: current && row == 0,
        })
        .collect();
    html! {
        div.pane-head {
            (tabs(say(w, "Antrean", "Queues"), &[
                Tab { label: say(w, "Milik saya", "Mine").into(), href: "#saya".into(), count: Some("7".into()), current: true },
                Tab { label: say(w, "Unit", "Unit").into(), href: "#unit".into(), count: Some("60".into()), current: false },
                Tab { label: say(w, "Selesai", "Done").into(), href: "#selesai".into(), count: None, current: false },
            ]))
            (count_line(say(w, "7 laporan", "7 reports"), say(w, "batas waktu terdekat lebih dulu", "nearest deadline first")))
        }
        (queue(w, &rows))
    }
}

pub(crate) fn queue_only(view: View<'_>) -> Markup {
    let w = view.words;
    let title = say(w, "Antrean", "Queue");
    let body = html! { h1.sr { (title) } (panes(w, &rows(view, false), None, None, "#")) };
    page(view, title).full().around(&body)
}

fn report(view: View<'_>) -> Markup {
    let w = view.words;
    html! {
        (heading(Some(say(w, "Laporan 501 065 3724", "Report 501 065 3724").into()), "Lampu jalan padam di Jalan Merdeka"))
        (due(w, &Due {
            date: date(2026, 12, 4), today: date(2026, 12, 1), light: Light::Near,
            promise: say(w, "Jawab paling lambat", "Answer by").into(),
            reason: say(w, "14 hari kerja sejak Senin, 16 November 2026. Jeda 0 hari.", "14 working days from Monday, 16 November 2026. No pauses.").into(),
        }))
        p.pane-body { "Sejak tiga minggu lampu di depan SD Negeri 3 padam. Anak-anak pulang mengaji dalam gelap, dan kemarin ada yang jatuh ke selokan.\n\nMohon segera diperbaiki." }
        (attachment_list(w, &files(view)))
        (summary_list(w, &[
            Fact::new(say(w, "Pelapor", "Reporter"), html! { (say(w, "Tidak diberitahukan kepada instansi", "Not told to the agency")) }),
            Fact::new(say(w, "Keadaan", "Stage"), stage_badge(w, PublicStage::InProgress, Reader::Officer)),
            Fact::new(say(w, "Tempat", "Place"), html! { "Kelurahan Babakan Ciamis, Kota Bandung" }),
            Fact::new(say(w, "Kategori", "Category"), html! { "Penerangan jalan" }).change("#kategori"),
        ]))
    }
}

fn actions(view: View<'_>, refusal: Option<&'static str>) -> Markup {
    let w = view.words;
    let when = |hours| format::short_date_time(w.lang(), at(hours), Zone::WIB);
    html! {
        h2 { (say(w, "Tindakan", "Actions")) }
        (CommandForm::new(w, say(w, "Jawab pelapor", "Answer the reporter"), Form::post("#jawab").hidden("nonce", "1"), say(w, "Kirim jawaban", "Send answer"))
            .key("r").open().refusal(refusal)
            .fields(Field::long(w, "jawaban", say(w, "Jawaban", "Answer")).rows(5).limit(5000)
                .hint(say(w, "Pelapor dan masyarakat membacanya.", "The reporter and the public read it.")).render()))
        (CommandForm::new(w, say(w, "Kabari kemajuan", "Post progress"), Form::post("#kabar"), say(w, "Kirim kabar", "Send news"))
            .fields(Field::long(w, "kabar", say(w, "Kabar", "News")).render()))
        (CommandForm::new(w, say(w, "Serahkan ke unit", "Assign to a unit"), Form::post("#serah"), say(w, "Serahkan", "Assign"))
            .fields(Field::select(w, "unit", "Unit", vec![Choice::new("1", "Bidang Penerangan"), Choice::new("2", "Bidang Jalan")]).render()))
        (CommandForm::new(w, say(w, "Kembalikan: bukan wewenang kami", "Return: not our authority"), Form::post("#kembali"), say(w, "Kembalikan", "Return"))
            .fields(Field::long(w, "alasan", say(w, "Alasan", "Reason")).render()))
        h2 { (say(w, "Riwayat", "History")) }
        (timeline(w, &[
            Moment { at: Some(at(0)), when: when(0).into(), who: say(w, "Pelapor", "Reporter").into(), what: say(w, "Laporan dikirim", "Report sent").into(), detail: None },
            Moment { at: Some(at(20)), when: when(20).into(), who: "Dewi, LAPOR".into(), what: say(w, "Diteruskan ke instansi", "Sent to the agency").into(), detail: None },
            Moment { at: Some(at(25)), when: when(25).into(), who: "Bayu Prasetyo".into(), what: say(w, "Mulai ditangani", "Work begun").into(), detail: None },
            Moment { at: None, when: "4 Des 2026".into(), who: "Dinas Pekerjaan Umum".into(), what: say(w, "Menjawab", "Answer").into(), detail: None },
        ]))
    }
}

pub(crate) fn report_open(view: View<'_>) -> Markup {
    let w = view.words;
    let (list, report, actions) = (rows(view, true), report(view), actions(view, None));
    page(view, "Lampu jalan padam di Jalan Merdeka").full().around(&panes(
        w,
        &list,
        Some(&report),
        Some(&actions),
        &view.href("/meja"),
    ))
}

pub(crate) fn refused(view: View<'_>) -> Markup {
    let w = view.words;
    let refusal = say(
        w,
        "Rina sudah menjawab laporan ini pukul 14.12. Baca jawabannya sebelum menambah.",
        "Rina answered this report at 14:12. Read that answer before adding yours.",
    );
    let (list, report, actions) = (rows(view, true), report(view), actions(view, Some(refusal)));
    page(view, "Lampu jalan padam di Jalan Merdeka").errors(true).full().around(&panes(
        w,
        &list,
        Some(&report),
        Some(&actions),
        &view.href("/meja"),
    ))
}

pub(crate) fn table(view: View<'_>) -> Markup {
    let w = view.words;
    let title = say(w, "Kinerja unit", "Performance of units");
    let mut table = Table::new(
        say(w, "Laporan menurut unit, November 2026", "Reports by unit, November 2026"),
        vec![
            Column::text("Unit"),
            Column::number(say(w, "Masuk", "Received")),
            Column::number(say(w, "Dijawab", "Answered")),
            Column::number(say(w, "Rata-rata hari", "Average days")),
            Column::text(say(w, "Keadaan", "State")),
        ],
    );
    for (unit, received, answered, days, state) in [
        ("Bidang Penerangan", 412, 398, 4.5, Light::OnTime),
        ("Bidang Jalan", 1_280, 1_102, 9.25, Light::Near),
        ("Bidang Drainase", 377, 201, 15.0, Light::Late),
    ] {
        table.row(vec![
            html! { a href="#unit" { (unit) } },
            html! { (format::count(w.lang(), received)) },
            html! { (format::count(w.lang(), answered)) },
            html! { (format::number(w.lang(), days)) },
            light(w, state),
        ]);
    }
    let facet = |name, label: &'static str| Facet {
        name,
        label: label.into(),
        choices: vec![("".into(), say(w, "Semua", "All").into()), ("1".into(), "Bandung".into())],
        chosen: "1".into(),
    };
    let body = html! {
        (heading(None, title))
        div.flow {
            (FilterBar::new(view.href("/meja/daftar"), vec![facet("wilayah", say(w, "Wilayah", "Region")), facet("kategori", say(w, "Kategori", "Category")), facet("bulan", say(w, "Bulan", "Month"))]).clear(Some("#")).bar(w))
            (count_line(say(w, "3 unit", "3 units"), say(w, "menurut nama", "by name")))
            (table)
            (pages(w, None, Some("#lama".into())))
        }
    };
    page(view, title).around(&body)
}
