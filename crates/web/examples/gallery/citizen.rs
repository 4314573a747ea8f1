//! Pages for citizens.

use jiff::civil::date;
use maud::{Markup, html};
use web::format::{self, Zone};
use web::ui::{
    Attachment, Bar, Button, Checkbox, Checkboxes, Choice, Column, DateField, DateParts, Due,
    Errors, Fact, Field, Form, Icon, Light, Moment, Notice, Place, PublicPage, PublicStage, Radios,
    Reader, Receipt, Tab, Table, View, Width, attachment_list, bar_figure, button_row, confirm,
    count_line, due, empty_state, error_summary, heading, kawung_field, light, notice, pages, qr,
    rating, reveal, stage_badge, steps, summary_list, tabs, timeline,
};

use crate::sample::{at, say};

const AWAY: &str = "https://www.bmkg.go.id/";

pub(crate) fn home(view: View<'_>) -> Markup {
    let w = view.words;
    let body = html! {
        div.hero {
            div.hero-text {
            h1 { (say(w, "Sampaikan laporan Anda kepada pemerintah", "Tell the government what is wrong")) }
            p.lead { (say(w,
                "Jalan rusak, layanan lambat, atau pungutan liar: kami teruskan ke instansi yang berwenang dan Anda tahu kapan dijawab.",
                "A broken road, slow service or an illegal fee: we send it to the office in charge, and you know when it will answer.")) }
            (button_row(&[
                Button::primary(say(w, "Buat laporan", "Make a report")).href(view.href("/lapor")).icon(Icon::Pencil),
                Button::secondary(say(w, "Lacak laporan Anda", "Track your report")).href(view.href("/lacak")),
            ]))
            }
            (kawung_field())
        }
        div.trio {
            section { h2 { (say(w, "Anda menulis", "You write")) } p { (say(w, "Ceritakan dengan kata Anda sendiri. Foto boleh disertakan.", "Tell it in your own words. Photos are welcome.")) } }
            section { h2 { (say(w, "Kami meneruskan", "We pass it on")) } p { (say(w, "Paling lambat 3 hari kerja laporan Anda sampai di instansi yang berwenang.", "Within 3 working days it reaches the office in charge.")) } }
            section { h2 { (say(w, "Anda menilai", "You judge")) } p { (say(w, "Instansi menjawab. Belum puas? Anda dapat menyanggah.", "The office answers. Not satisfied? You can object.")) } }
        }
    };
    PublicPage::new(view, say(w, "Beranda", "Home")).wide().around(&body)
}

fn fields(view: View<'_>, errors: &Errors<'_>) -> Markup {
    let w = view.words;
    let form = Form::post(view.href("/lapor/isi"))
        .hidden("nonce", "7f3a")
        .with_files()
        .button(Button::primary(say(w, "Lanjut", "Continue")))
        .button(
            Button::quiet(say(w, "Simpan dan lanjutkan nanti", "Save and continue later"))
                .value("simpan", "ya"),
        );
    form.around(&html! {
        (Field::text(w, "judul", say(w, "Judul laporan", "Title of the report"))
            .hint(say(w, "Contoh: Lampu jalan padam di Jalan Merdeka", "For example: Street light out on Jalan Merdeka"))
            .error(errors.of("judul")))
        (Field::long(w, "isi", say(w, "Apa yang terjadi?", "What happened?"))
            .hint(say(w, "Tulis di mana, kapan, dan siapa yang terdampak.", "Say where, when and who is affected."))
            .limit(1500).value(if errors.is_empty() { "" } else { "Lampu" }).error(errors.of("isi")))
        (DateField::new(w, "tanggal", say(w, "Kapan terjadi?", "When did it happen?"), DateParts { day: "", month: "", year: "2026" })
            .hint(say(w, "Contoh: 17 8 2026", "For example: 17 8 2026")).error(errors.of("tanggal")))
        (Field::select(w, "provinsi", say(w, "Provinsi", "Province"), vec![
            Choice::new("", say(w, "Pilih provinsi", "Choose a province")),
            Choice::new("32", "Jawa Barat"), Choice::new("94", "Papua"),
        ]).error(errors.of("provinsi")))
        (Field::phone(w, "telepon", say(w, "Nomor telepon", "Phone number")).optional()
            .hint(say(w, "Hanya untuk kabar tentang laporan ini. Instansi tidak melihatnya.", "Only for news of this report. The agency does not see it.")))
        (Field::digits(w, "kode", say(w, "Kode dari SMS", "Code from the SMS")).width(Width::Short))
        (Field::files(w, "lampiran", say(w, "Foto atau dokumen", "Photos or documents"), "image/jpeg,image/png,application/pdf").optional()
            .hint(say(w, "Paling banyak 10 berkas, seluruhnya 25 MB.", "At most 10 files, 25 MB in all.")))
        (Checkbox::new(w, "setuju", say(w, "Saya menulis yang sebenarnya", "What I write is true")).error(errors.of("setuju")))
    })
}

pub(crate) fn form(view: View<'_>) -> Markup {
    let w = view.words;
    let body = html! {
        (steps(w, 3, 6))
        (heading(None, say(w, "Ceritakan kejadiannya", "Tell us what happened")))
        (fields(view, &Errors::none()))
    };
    PublicPage::new(view, say(w, "Ceritakan kejadiannya", "Tell us what happened"))
        .place(Place::Submit)
        .back(view.href("/lapor"))
        .exit_to(AWAY)
        .around(&body)
}

pub(crate) fn form_with_errors(view: View<'_>) -> Markup {
    let w = view.words;
    let mut errors = Errors::none();
    errors.add("judul", say(w, "Tulis judul laporan", "Write a title"));
    errors.add(
        "isi",
        say(w, "Tambah keterangan, paling sedikit 20 huruf", "Say more, at least 20 characters"),
    );
    errors.add(
        "tanggal",
        say(w, "Tulis tanggal kejadian yang sudah lewat", "Write a date in the past"),
    );
    errors.add("provinsi", say(w, "Pilih provinsi kejadian", "Choose the province"));
    errors.add(
        "setuju",
        say(w, "Beri tanda bahwa yang Anda tulis benar", "Confirm that what you write is true"),
    );
    let body = html! {
        (error_summary(w, &errors))
        (steps(w, 3, 6))
        (heading(None, say(w, "Ceritakan kejadiannya", "Tell us what happened")))
        (fields(view, &errors))
    };
    PublicPage::new(view, say(w, "Ceritakan kejadiannya", "Tell us what happened"))
        .place(Place::Submit)
        .errors(true)
        .back(view.href("/lapor"))
        .around(&body)
}

pub(crate) fn choices(view: View<'_>) -> Markup {
    let w = view.words;
    let form =
        Form::post(view.href("/lapor/siapa")).button(Button::primary(say(w, "Lanjut", "Continue")));
    let body = html! {
        (steps(w, 5, 6))
        (form.around(&html! {
            (Radios::new(w, "siapa", say(w, "Siapa yang boleh tahu nama Anda?", "Who may know your name?"), vec![
                Choice::new("terbuka", say(w, "Instansi boleh tahu", "The agency may know"))
                    .hint(say(w, "Petugas dapat menghubungi Anda. Nama Anda tidak tampil di situs ini.", "Officers can contact you. Your name is not shown on this site.")),
                Choice::new("anonim", say(w, "Jangan beri tahu instansi", "Do not tell the agency"))
                    .hint(say(w, "Nama Anda hanya diketahui pengelola LAPOR.", "Only the operators of LAPOR know your name.")),
                Choice::new("rahasia", say(w, "Rahasiakan juga isi laporan", "Keep the content secret too"))
                    .hint(say(w, "Masyarakat tidak dapat membaca laporan Anda.", "The public cannot read your report.")),
            ]).chosen("anonim").as_page_heading()
              .hint(say(w, "Anda dapat mengubahnya nanti.", "You can change this later.")))
            (Radios::new(w, "kabar", say(w, "Kabari saya lewat", "Send me news by"), vec![
                Choice::new("sms", "SMS"), Choice::new("email", "E-mail"), Choice::new("tidak", say(w, "Tidak usah", "Not at all")),
            ]).inline().error(Some(say(w, "Pilih cara kami mengabari Anda", "Choose how we send news"))))
            (Checkboxes::new(w, "bantuan", say(w, "Bantuan yang Anda perlukan", "Help you need"), vec![
                Choice::new("isyarat", say(w, "Juru bahasa isyarat", "Sign language interpreter")),
                Choice::new("besar", say(w, "Surat dengan huruf besar", "Letters in large print")),
            ], &["besar"]).hint(say(w, "Pilih semua yang sesuai.", "Choose all that apply.")))
            (rating(w, "nilai", say(w, "Seberapa puas Anda dengan jawaban ini?", "How satisfied are you with this answer?"), Some(4), None))
        }))
    };
    PublicPage::new(view, say(w, "Siapa yang boleh tahu?", "Who may know?"))
        .place(Place::Submit)
        .back(view.href("/lapor"))
        .exit_to(AWAY)
        .around(&body)
}

pub(crate) fn check_answers(view: View<'_>) -> Markup {
    let w = view.words;
    let form = Form::post(view.href("/lapor/kirim"))
        .button(Button::primary(say(w, "Kirim laporan", "Send report")).icon(Icon::Send));
    let body = html! {
        (steps(w, 6, 6))
        (heading(None, say(w, "Periksa sebelum mengirim", "Check before sending")))
        (summary_list(w, &[
            Fact::new(say(w, "Judul", "Title"), html! { "Lampu jalan padam di Jalan Merdeka" }).change("#judul"),
            Fact::new(say(w, "Kejadian", "What happened"), html! { "Sejak tiga minggu lampu di depan SD Negeri 3 padam. Anak-anak pulang mengaji dalam gelap, dan kemarin ada yang jatuh ke selokan." }).change("#isi"),
            Fact::new(say(w, "Tempat", "Place"), html! { "Kelurahan Babakan Ciamis, Kota Bandung" }).change("#tempat"),
            Fact::new(say(w, "Tanggal", "Date"), html! { (format::plain_date(w.lang(), date(2026, 11, 1))) }).change("#tanggal"),
            Fact::new(say(w, "Nama Anda", "Your name"), html! { (say(w, "Tidak diberitahukan kepada instansi", "Not told to the agency")) }).change("#siapa"),
            Fact::new(say(w, "Lampiran", "Attachments"), attachment_list(w, &files(view))).change("#lampiran"),
        ]))
        (form.around(&html! {}))
    };
    PublicPage::new(view, say(w, "Periksa sebelum mengirim", "Check before sending"))
        .place(Place::Submit)
        .back(view.href("/lapor"))
        .exit_to(AWAY)
        .around(&body)
}

pub(crate) fn files(view: View<'_>) -> [Attachment<'static>; 2] {
    let w = view.words;
    [
        Attachment {
            name: "lampu-padam.jpg".into(),
            href: "#f1".into(),
            size: 198_656,
            thumbnail: None,
            description: Some(say(w, "foto tiang lampu", "photo of the lamp post").into()),
        },
        Attachment {
            name: "surat-rt.pdf".into(),
            href: "#f2".into(),
            size: 1_258_291,
            thumbnail: None,
            description: None,
        },
    ]
}

pub(crate) fn receipt(view: View<'_>) -> Markup {
    let w = view.words;
    let receipt = Receipt {
        number: "5010653724",
        secret: Some("4821903375610248"),
        qr: qr(
            "https://lapor.go.id/lacak/5010653724",
            say(w, "Kode QR untuk melacak laporan", "QR code to track the report"),
        ),
        print_href: view.href("/terima/cetak").into(),
    };
    let body = html! {
        (heading(None, say(w, "Laporan Anda sudah kami terima", "We have received your report")))
        p.lead { (say(w, "Simpan nomor ini. Anda memerlukannya untuk melihat jawaban.", "Keep this number. You need it to see the answer.")) }
        (receipt.panel(w))
        h2 { (say(w, "Apa selanjutnya", "What happens next")) }
        (timeline(w, &[
            Moment { at: Some(at(0)), when: format::short_date_time(w.lang(), at(0), Zone::WIB).into(), who: say(w, "Anda", "You").into(), what: say(w, "Mengirim laporan", "Sent the report").into(), detail: None },
            Moment { at: None, when: say(w, "paling lambat Jumat, 27 November 2026", "by Friday, 27 November 2026").into(), who: say(w, "Petugas LAPOR", "LAPOR staff").into(), what: say(w, "Memeriksa dan meneruskan laporan", "Check the report and pass it on").into(), detail: None },
        ]))
    };
    PublicPage::new(view, say(w, "Laporan diterima", "Report received"))
        .place(Place::Submit)
        .unlisted()
        .around(&body)
}

pub(crate) fn report(view: View<'_>) -> Markup {
    let w = view.words;
    let when = |hours| format::short_date_time(w.lang(), at(hours), Zone::WIB);
    let body = html! {
        (heading(Some(say(w, "Laporan 501 065 3724", "Report 501 065 3724").into()), "Lampu jalan padam di Jalan Merdeka"))
        p { (stage_badge(w, PublicStage::InProgress, Reader::Reporter)) }
        (due(w, &Due {
            date: date(2026, 12, 4), today: date(2026, 12, 1), light: Light::Near,
            promise: say(w, "Dijawab paling lambat", "Answered by").into(),
            reason: say(w,
                "14 hari kerja sejak laporan diterima Senin, 16 November 2026, tanpa Sabtu dan Minggu. Tidak ada hari libur di antaranya.",
                "14 working days from Monday, 16 November 2026, without Saturdays and Sundays. There is no holiday in between.").into(),
        }))
        p { "Sejak tiga minggu lampu di depan SD Negeri 3 padam. Anak-anak pulang mengaji dalam gelap, dan kemarin ada yang jatuh ke selokan." }
        (attachment_list(w, &files(view)))
        h2 { (say(w, "Perjalanan laporan", "The report's journey")) }
        (timeline(w, &[
            Moment { at: Some(at(0)), when: when(0).into(), who: say(w, "Pelapor", "Reporter").into(), what: say(w, "Laporan dikirim", "Report sent").into(), detail: None },
            Moment { at: Some(at(20)), when: when(20).into(), who: say(w, "Petugas LAPOR", "LAPOR staff").into(), what: say(w, "Laporan diteruskan ke Dinas Pekerjaan Umum Kota Bandung", "Report sent to Dinas Pekerjaan Umum Kota Bandung").into(), detail: None },
            Moment { at: Some(at(49)), when: when(49).into(), who: "Dinas Pekerjaan Umum Kota Bandung".into(), what: say(w, "Petugas memberi kabar", "The agency gave news").into(),
                detail: Some(html! { p { "Tim kami memeriksa tiang lampu hari ini. Kabel tanah putus dan sedang dipesan." } }) },
            Moment { at: None, when: say(w, "paling lambat Jumat, 4 Desember 2026", "by Friday, 4 December 2026").into(), who: "Dinas Pekerjaan Umum Kota Bandung".into(), what: say(w, "Menjawab laporan", "Answer the report").into(), detail: None },
        ]))
        (button_row(&[
            Button::primary(say(w, "Tambah keterangan", "Add information")).href(view.href("/isian")),
            Button::secondary(say(w, "Cabut laporan", "Withdraw the report")).href(view.href("/yakin")),
        ]))
    };
    PublicPage::new(view, "Lampu jalan padam di Jalan Merdeka")
        .place(Place::Track)
        .account("Siti Rahayu")
        .around(&body)
}

pub(crate) fn list(view: View<'_>) -> Markup {
    let w = view.words;
    let mut table = Table::new(
        say(w, "Laporan masyarakat", "Reports from the public"),
        vec![
            Column::text(say(w, "Laporan", "Report")),
            Column::text(say(w, "Instansi", "Agency")),
            Column::text(say(w, "Keadaan", "Stage")),
            Column::text(say(w, "Batas waktu", "Deadline")),
            Column::number(say(w, "Dukungan", "Support")),
        ],
    );
    let rows = [
        (
            "Lampu jalan padam di Jalan Merdeka",
            "Dinas Pekerjaan Umum Kota Bandung",
            PublicStage::InProgress,
            Light::Near,
            128,
        ),
        (
            "Antrean KTP elektronik sampai tiga bulan",
            "Dinas Dukcapil Kabupaten Jayapura",
            PublicStage::Forwarded,
            Light::Late,
            1_942,
        ),
        (
            "Saran jadwal puskesmas malam",
            "Dinas Kesehatan Kota Padang",
            PublicStage::Answered,
            Light::OnTime,
            7,
        ),
        (
            "Jembatan gantung putus",
            "Dinas Pekerjaan Umum Kabupaten Sikka",
            PublicStage::AwaitingReporter,
            Light::OnTime,
            36,
        ),
        (
            "Pungutan parkir di rumah sakit",
            "RSUD Kota Makassar",
            PublicStage::Archived,
            Light::OnTime,
            4,
        ),
    ];
    for (title, agency, stage, state, support) in rows {
        table.row(vec![
            html! { a href="#laporan" { (title) } },
            html! { (agency) },
            stage_badge(w, stage, Reader::Public),
            light(w, state),
            html! { (format::count(w.lang(), support)) },
        ]);
    }
    let body = html! {
        (heading(None, say(w, "Baca laporan", "Read reports")))
        (tabs(say(w, "Saringan", "Filters"), &[
            Tab { label: say(w, "Semua", "All").into(), href: "#semua".into(), count: Some(format::count(w.lang(), 63_208).into()), current: true },
            Tab { label: say(w, "Belum dijawab", "Open").into(), href: "#terbuka".into(), count: Some(format::count(w.lang(), 4_117).into()), current: false },
            Tab { label: say(w, "Selesai", "Finished").into(), href: "#selesai".into(), count: None, current: false },
        ]))
        (count_line(say(w, "63.208 laporan", "63,208 reports"), say(w, "terbaru lebih dulu", "newest first")))
        (table)
        (pages(w, Some("#baru".into()), Some("#lama".into())))
    };
    PublicPage::new(view, say(w, "Baca laporan", "Read reports"))
        .place(Place::Browse)
        .wide()
        .around(&body)
}

pub(crate) fn empty(view: View<'_>) -> Markup {
    let w = view.words;
    let body = html! {
        (heading(None, say(w, "Laporan saya", "My reports")))
        (empty_state(Icon::Inbox, say(w, "Belum ada laporan", "No reports yet"), &html! {
            p { (say(w, "Laporan yang Anda kirim tampil di sini bersama jawabannya.", "Reports you send appear here with their answers.")) }
            (Button::primary(say(w, "Buat laporan", "Make a report")).href(view.href("/isian")))
        }))
    };
    PublicPage::new(view, say(w, "Laporan saya", "My reports")).account("Siti Rahayu").around(&body)
}

pub(crate) fn statistics(view: View<'_>) -> Markup {
    let w = view.words;
    let bars = [
        ("Infrastruktur", 21_904),
        ("Administrasi kependudukan", 14_310),
        ("Kesehatan", 9_871),
        ("Pendidikan", 6_020),
        ("Bantuan sosial", 1_377),
    ]
    .map(|(label, value)| Bar { label: label.into(), value, href: Some("#daftar".into()) });
    let body = html! {
        (heading(None, say(w, "Laporan menurut topik", "Reports by topic")))
        (count_line(say(w, "53.482 laporan pada 2026", "53,482 reports in 2026"), say(w, "terbanyak lebih dulu", "most first")))
        (bar_figure(w, "topik", say(w, "Laporan menurut topik, 2026", "Reports by topic, 2026"), say(w, "Laporan", "Reports"), &bars, Some("#csv".into())))
    };
    PublicPage::new(view, say(w, "Laporan menurut topik", "Reports by topic"))
        .place(Place::Statistics)
        .around(&body)
}

pub(crate) fn messages(view: View<'_>) -> Markup {
    let w = view.words;
    let body = html! {
        (heading(Some(say(w, "Bantuan", "Help").into()), say(w, "Pesan", "Messages")))
        div.flow {
            (notice(w, Notice::Info, say(w, "Nama Anda tetap rahasia", "Your name stays secret"), &html! { p { (say(w, "Instansi yang Anda laporkan tidak melihatnya.", "The agency you report does not see it.")) } }))
            (notice(w, Notice::Success, say(w, "Keterangan sudah ditambahkan", "Information added"), &html! {}))
            (notice(w, Notice::Warning, say(w, "Foto menunjukkan wajah", "The photo shows a face"), &html! { p { (say(w, "Kami mengaburkannya sebelum petugas melihat.", "We blur it before officers see it.")) } }))
            (notice(w, Notice::Problem, say(w, "Laporan belum terkirim", "Report not sent yet"), &html! { p { (say(w, "Sambungan terputus. Tulisan Anda tersimpan; tekan Kirim sekali lagi.", "The connection was lost. Your text is kept; press Send again.")) } }))
            p { @for stage in PublicStage::ALL { (stage_badge(w, stage, Reader::Reporter)) " " } }
            p { @for state in [Light::OnTime, Light::Near, Light::Late] { (light(w, state)) " " } }
            (reveal(say(w, "Apa arti warna ini?", "What do these colours mean?"), &html! { p { (say(w, "Bentuk dan kata mengatakan hal yang sama.", "Shape and word say the same.")) } }))
            (button_row(&[
                Button::primary(say(w, "Utama", "Primary")), Button::secondary(say(w, "Kedua", "Secondary")).icon(Icon::Download),
                Button::danger(say(w, "Hapus", "Delete")), Button::quiet(say(w, "Batal", "Cancel")).href("#"),
            ]))
        }
    };
    PublicPage::new(view, say(w, "Pesan", "Messages")).place(Place::Help).around(&body)
}

pub(crate) fn confirmation(view: View<'_>) -> Markup {
    let w = view.words;
    let body = confirm(
        say(w, "Cabut laporan ini?", "Withdraw this report?"),
        &html! { p { (say(w, "Instansi berhenti menanganinya. Laporan tetap tercatat sebagai dicabut dan tidak dapat dibuka lagi.", "The agency stops working on it. The report stays on record as withdrawn and cannot be reopened.")) } },
        Form::post(view.href("/cabut")).hidden("nonce", "1"),
        say(w, "Ya, cabut laporan", "Yes, withdraw it"),
        Button::quiet(say(w, "Tidak, kembali", "No, go back")).href(view.href("/laporan")),
    );
    PublicPage::new(view, say(w, "Cabut laporan", "Withdraw report"))
        .place(Place::Track)
        .back(view.href("/laporan"))
        .around(&body)
}
