//! The words that answers are read by. All are folded.

/// Two words that stand near to each other: one of `first`, then one of `then`, at most `within`
/// words on.
pub(super) struct Pair {
    pub(super) first: &'static [&'static str],
    pub(super) then: &'static [&'static str],
    pub(super) within: usize,
}

const fn pair(
    first: &'static [&'static str],
    then: &'static [&'static str],
    within: usize,
) -> Pair {
    Pair { first, then, within }
}

pub(super) const MONTHS: &[&str] = &[
    "januari", "februari", "maret", "april", "mei", "juni", "juli", "agustus", "september",
    "oktober", "november", "desember", "jan", "feb", "apr", "jun", "jul", "agu", "agt", "ags",
    "sep", "sept", "okt", "nov", "nop", "nopember", "des",
];

pub(super) const DAYS: &[&str] =
    &["senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu", "ahad"];

/// Days said from today.
pub(super) const NEAR_DAYS: &[&str] = &["kemarin", "besok", "lusa", "semalam", "tadi"];

/// With "ini" or "lalu" they are a day, too.
pub(super) const PARTS_OF_DAY: &[&str] =
    &["pagi", "siang", "sore", "malam", "hari", "pekan", "subuh", "dini"];

pub(super) const NUMBERS: &[&str] = &[
    "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas",
    "belas", "puluh", "ratus", "seratus", "ribu", "seribu", "juta", "rp", "kedua", "ketiga",
    "keempat", "kelima",
];

/// A name follows these.
pub(super) const NAME_FOLLOWS: &[&str] = &[
    "jalan", "jl", "jln", "gang", "gg", "desa", "kelurahan", "kel", "kecamatan", "kec",
    "kabupaten", "kab", "kota", "provinsi", "dusun", "bapak", "bpk", "ibu", "pak", "bu", "sdr",
    "sdri", "saudara", "saudari", "kak", "kakak", "mas", "mbak", "rt", "rw", "regu", "pasar",
];

/// A person or a crew is named, or how to reach one.
pub(super) const WHO: &[&str] = &[
    "oleh", "regu", "petugas", "tim", "dinas", "bidang", "seksi", "pak", "bu", "mbak", "mas",
    "kepala", "lurah", "camat", "polres", "polsek", "satpol", "pln", "pdam", "dlh", "pupr",
    "kontraktor", "teknisi", "hubungi", "telepon", "wa", "kontak", "loket", "puskesmas",
    "pasukan", "drg", "bbws", "damkar", "kader", "kami",
];

/// Something shows it.
pub(super) const EVIDENCE: &[&str] = &[
    "foto", "terlampir", "lampiran", "lampirkan", "dokumentasi", "bukti", "kuitansi", "notulen",
    "sk", "surat", "keputusan", "acara", "nota", "rekaman", "unggah", "diunggah",
];

/// Numbers after these are names of rules; they tell nothing by themselves.
pub(super) const LAWS: &[&str] = &[
    "uu", "undang", "peraturan", "perda", "permen", "perpres", "pp", "pergub", "perwali",
    "perbup", "keppres", "kepmen", "permenkes", "permendagri", "permenpan", "inpres", "nomor",
    "tiket",
];

/// A rule is named.
pub(super) const LEGAL_BASIS: &[&str] = &[
    "uu", "undang", "peraturan", "perda", "perpres", "pp", "pergub", "perwali", "perbup",
    "permenkes", "permendagri", "pasal", "sop",
];

/// A reason follows.
pub(super) const REASONS: &[&str] =
    &[
    "karena", "sebab", "lantaran", "akibat", "disebabkan", "dikarenakan", "menurut", "pasal",
];

/// It is refused.
pub(super) const REFUSALS: &[Pair] = &[
    pair(&["tidak", "belum"], &["dapat", "bisa", "boleh"], 1),
    pair(&["ditolak", "dilarang", "menolak"], &[], 0),
];

/// What follows lies ahead or is only wished for.
pub(super) const AHEAD: &[&str] = &[
    "akan", "segera", "nanti", "rencana", "rencananya", "insyaallah", "secepatnya", "agar",
    "supaya", "semoga", "mohon", "harap", "harapkan", "diharapkan", "dimohon", "dapat", "bisa",
    "harus", "wajib", "perlu", "sedang", "kalau", "jika", "apabila", "bila", "guna", "untuk",
    "hendaknya", "sebaiknya", "menunggu",
];

/// It is promised.
pub(super) const PROMISES: &[&str] = &[
    "akan", "segera", "nanti", "rencana", "insyaallah", "secepatnya", "menunggu", "bertahap",
    "diupayakan", "ditunggu", "bersabar", "nantikan", "ditampung", "diusahakan",
];

pub(super) const NEGATIONS: &[&str] =
    &["tidak", "belum", "bukan", "jangan", "tanpa", "tak", "tdk", "blm"];

pub(super) const PERFECT: &[&str] = &["sudah", "telah", "sdh", "tlh", "udah", "selesai"];

/// Words in "di-" that are no deed, or tell of what was, not of what was done.
pub(super) const NO_DEED: &[&str] = &[
    "dia", "dialami", "diantara", "diare", "dibanding", "dibutuhkan", "digital", "dikarenakan",
    "diketahui", "dilihat", "dimaksud", "dimaksudkan", "dimana", "dimiliki", "dinas", "dinding",
    "dingin", "dini", "diperlukan", "dirasakan", "direktur", "direktorat", "diri", "disabilitas",
    "disebabkan", "disebut", "disebutkan", "disiplin", "disini", "disitu", "diskon", "diskusi",
    "distributor", "distrik", "disana", "ditanggung", "divisi", "diwajibkan", "diatas", "didik",
    "difabel", "dihadapi", "dikatakan", "dikeluhkan", "diluar", "dipahami", "disayangkan",
    "dibawah", "dianggap", "distribusi", "dialog", "dinamika", "diskriminasi", "diploma",
    "diklat", "dirjen", "direksi", "diesel", "dispensasi", "diagnosis", "dimensi",
    "disampaikannya", "diberlakukan", "digunakan", "dikenal",
];

/// Deeds that change nothing for the reporter: taken in, handed on, spoken of, looked at.
pub(super) const EMPTY_DEEDS: &[&str] = &[
    "teruskan", "diteruskan", "meneruskan", "sampaikan",
    "disampaikan", "menyampaikan", "sampein", "tindaklanjuti", "ditindaklanjuti",
    "menindaklanjuti", "tindaklanjut", "koordinasi", "koordinasikan", "dikoordinasikan",
    "berkoordinasi", "mengoordinasikan", "disposisi", "disposisikan", "didisposisikan", "catat",
    "dicatat", "mencatat", "laporkan", "dilaporkan", "proses", "diproses", "berproses",
    "memproses", "pelajari", "dipelajari", "kaji", "dikaji", "cek", "dicek", "mengecek",
    "pengecekan", "ngecek", "tinjau", "ditinjau", "peninjauan", "bahas", "dibahas",
    "pertimbangkan", "dipertimbangkan", "informasikan", "diinformasikan", "diinfokan", "infokan",
    "jawab", "dijawab", "jelaskan", "dijelaskan", "laksanakan", "dilaksanakan", "lakukan",
    "dilakukan", "melakukan", "melaksanakan", "arahkan", "diarahkan", "diupayakan", "upayakan",
    "tampung", "ditampung", "evaluasi", "dievaluasi", "monitoring", "dimonitor", "dipantau",
    "pantau", "survei", "disurvei", "klarifikasi", "diklarifikasi", "konfirmasi", "dikonfirmasi",
    "pembinaan", "distribusikan", "didistribusikan", "eskalasi", "dieskalasi", "agendakan",
    "diagendakan", "jadikan", "dijadikan", "maklumi", "dimaklumi", "pahami", "baca", "dibaca",
    "perhatikan", "diperhatikan", "usulkan", "diusulkan", "rapatkan", "dirapatkan", "imbau",
    "mengimbau", "ucapkan", "diucapkan", "apresiasi", "mengapresiasi", "harapkan", "tangani",
    "ditangani", "menangani", "penanganan", "identifikasi", "diidentifikasi", "verifikasi",
    "diverifikasi", "telusuri", "ditelusuri", "input", "diinput", "register", "teregister",
    "tercatat", "terdaftar", "masuk", "ada", "sesuai", "berjalan", "sering", "pernah",
    "merasakan", "memenuhi", "pastikan", "dipastikan", "ditunggu", "ditentukan", "memiliki",
    "ditujukan", "dipercepat", "ditingkatkan", "lama", "dimengerti", "diperoleh", "menjadi",
    "dalam", "melapor", "menghubungi", "membantu", "berusaha", "berupaya", "berkomitmen",
    "tindak", "lanjuti", "kelola", "dikelola", "mengelola", "ingatkan", "diingatkan", "instruksikan", "diinstruksikan", "menginstruksikan", "diimbau",
    "dihimbau", "imbauan", "ditegaskan", "tegaskan", "perintahkan", "diperintahkan",
];

/// Ending the report is no deed; ending what the report is about is one.
pub(super) const CLOSINGS: &[&str] = &[
    "terima", "diterima", "menerima", "tutup", "ditutup", "menutup", "ubah", "diubah", "selesaikan", "diselesaikan",
];

/// No deeds, yet nothing hollow either.
pub(super) const STATES: &[&str] = &["ada", "masuk", "sesuai", "dalam"];

/// Said alone, they leave open what was done.
pub(super) const ENDINGS: &[&str] =
    &["selesai", "selesaikan", "diselesaikan", "beres", "tuntas", "dituntaskan"];

/// A reason that names none.
pub(super) const VAGUE: &[&str] = &[
    "berbagai", "beberapa", "faktor", "teknis", "nonteknis", "hal", "lain",
];

/// What a sentence speaks of when it speaks of the report and not of the matter.
pub(super) const ABOUT_REPORT: &[&str] = &[
    "laporan", "laporannya", "pengaduan", "pengaduannya", "aduan", "aduannya", "keluhan",
    "keluhannya", "tiket", "status", "statusnya", "masukan", "masukannya", "informasinya",
    "saran", "kritik", "kendala", "partisipasi", "partisipasinya", "perhatian", "perhatiannya",
];

/// The thing is as it should be.
pub(super) const RESULTS: &[&str] = &[
    "menyala", "nyala", "normal", "pulih", "mengalir", "lancar", "beres", "terpasang", "terbit",
    "tersambung", "terkirim", "cair", "aktif", "hidup", "aman", "bersih", "tersedia", "berdiri",
    "berfungsi", "rampung", "tuntas", "lunas", "sepakat", "terhapus",
];

/// They only claim that nothing is wrong, unless a change or a number stands with them.
pub(super) const CLAIMS: &[&str] =
    &["aman", "bersih", "lancar", "tersedia", "aktif", "hidup", "normal", "tuntas", "beres"];

/// Given to one's own people, they are words.
pub(super) const WORDS_GIVEN: &[Pair] = &[pair(
    &["diberi", "diberikan", "beri", "berikan", "mendapat", "memberi", "memberikan"],
    &["arahan", "pengarahan", "pembinaan", "pemahaman", "penjelasan", "imbauan", "edukasi"],
    2,
)];

/// It is decided.
pub(super) const DECISIONS: &[&str] = &[
    "disetujui", "dikabulkan", "ditolak", "diputuskan", "ditetapkan", "dibatalkan", "dicabut",
    "memutuskan", "menyetujui", "dihentikan", "diberhentikan", "dinonaktifkan", "dilarang",
];

/// Answers that say nothing, word for word; each is looked for as a run of words.
pub(super) const FORMULAS: &[&str] = &[
    "terima kasih", "terimakasih", "makasih", "mohon maaf", "mohon bersabar", "harap bersabar",
    "mohon ditunggu", "ditunggu aja", "ditunggu ya", "salam sehat", "hormat kami", "yth",
    "selamat pagi", "selamat siang", "selamat sore", "assalamualaikum", "bapak ibu",
    "menjadi perhatian", "jadi perhatian", "perhatian serius", "bahan evaluasi", "bahan masukan",
    "bahan pertimbangan", "catatan penting", "turut prihatin", "turut merasakan",
    "tetap semangat", "semangat terus", "pelayanan terbaik", "pelayanan prima",
    "pelayanan yang prima", "meningkatkan pelayanan", "meningkatkan kualitas",
    "pelayanan kami semakin baik", "senantiasa", "berkomitmen", "kami berupaya",
    "kepuasan pelanggan", "siap melayani", "akan kami tindaklanjuti", "segera kami tindaklanjuti",
    "akan segera", "akan ditindaklanjuti", "sudah kami teruskan", "telah kami teruskan",
    "sudah kami terima", "telah kami terima", "laporan diterima", "laporan masuk", "dengan baik",
    "sesuai ketentuan yang berlaku", "sesuai aturan yang berlaku", "sesuai prosedur",
    "peraturan perundang undangan yang berlaku", "sesuai mekanisme yang berlaku",
    "skala prioritas", "ketersediaan anggaran", "sebagaimana mestinya", "demikian disampaikan",
    "demikian kami sampaikan", "demikian untuk menjadi maklum", "atas perhatian",
    "atas perhatiannya", "atas kerja samanya", "kerja samanya diucapkan", "atas laporan",
    "atas laporannya", "atas saran", "atas partisipasinya", "atas masukannya",
    "atas ketidaknyamanan", "atas ketidaknyamanannya", "atas pengertiannya", "atas kesetiaan",
    "partisipasi masyarakat", "kami memahami", "kami pahami", "percayalah", "instansi terkait",
    "dinas terkait", "pihak terkait", "unit terkait", "unit kerja terkait", "tim terkait",
    "bagian terkait", "menunggu arahan", "petunjuk pimpinan", "arahan pimpinan", "semoga",
    "perkembangan lebih lanjut", "untuk dipelajari lebih lanjut", "kenyamanan penumpang",
    "mari bersama", "tanggung jawab bersama", "tanggung jawab kita bersama", "kepada masyarakat",
    "menjadi lebih baik", "kami tutup", "bagus", "kak", "ya",
];

const AUTHORITY: &[&str] = &[
    "kewenangan", "kewenangannya", "wewenang", "wewenangnya", "ranah", "ranahnya", "tupoksi",
    "urusan", "domain", "wilayah", "tanggung", "tugas", "kapasitas",
];

const OTHERS: &[&str] = &[
    "dinas", "pemerintah", "provinsi", "pusat", "kementerian", "balai", "pihak", "tingkat",
    "pemprov", "pemkab", "pemkot", "instansi", "lembaga", "bbpjn", "bbws", "kabupaten", "kota",
    "swasta", "pengembang", "pengelola", "pemilik", "pln", "polisi", "kepolisian", "lain",
    "kontraktor", "perusahaan",
];

/// "Not ours".
pub(super) const NOT_OURS: &[Pair] = &[
    pair(&["bukan", "diluar", "luar"], AUTHORITY, 3),
    pair(&["tidak", "tak"], &["berwenang", "kewenangan", "wewenang"], 3),
    pair(&[
    "kewenangan", "kewenangannya", "wewenang", "ranah", "urusan", "tanggung",
], OTHERS, 4),
    pair(&["kewenangan", "wewenang"], &["tidak", "bukan"], 4),
    pair(&["wilayah", "ranah", "urusan", "bagian"], &["bukan"], 4),
    pair(&["bukan"], &["mitra", "bagian", "kompetensi", "porsi"], 2),
    pair(&["tidak"], &["membidangi", "menangani", "mengurusi"], 1),
];

const PLEASE: &[&str] = &[
    "silakan", "silahkan", "silakn", "monggo", "mohon", "coba", "dapat", "bisa", "sebaiknya",
    "harap", "langsung", "dipersilakan", "dipersilahkan", "baiknya",
];

/// "Go and ask there".
pub(super) const ELSEWHERE: &[Pair] = &[
    pair(
        PLEASE,
        &[
    "menghubungi", "hubungi", "datang", "mendatangi", "lapor", "melapor", "melaporkan",
    "laporkan", "mengadu", "adukan", "sampaikan", "menyampaikan", "mengajukan", "ajukan",
    "membuat", "cek", "mengecek", "lihat", "melihat", "akses", "mengakses", "konsultasi",
    "berkonsultasi", "tanyakan", "bertanya", "tanya", "kunjungi", "mengunjungi", "ke",
    "diselesaikan", "dikonsultasikan", "ditanyakan", "kontak", "telepon",
],
        3,
    ),
    pair(&["hubungi", "kunjungi"], &[], 0),
    pair(&["kami"], &["arahkan", "sarankan"], 1),
    pair(&["ada", "tersedia"], &["website", "laman", "web", "situs", "aplikasi"], 2),
    pair(&["datang"], &["langsung"], 1),
];

const REPORTER: &[&str] =
    &[
    "anda", "bapak", "ibu", "saudara", "warga", "pelapor", "masyarakat", "penumpang", "kamu",
];

/// The reporter is blamed or insulted.
pub(super) const BLAME: &[Pair] = &[
    pair(REPORTER, &["sendiri", "saja"], 1),
    pair(
        &["salah", "kesalahan", "salahnya"],
        &["anda", "bapak", "ibu", "saudara", "warga", "sendiri"],
        1,
    ),
    pair(
        &["jangan"],
        &[
    "mengeluh", "menuduh", "manja", "menyalahkan", "boros", "lebay", "rewel", "cari", "asal",
    "ngarang", "malas", "protes", "bawel", "cerewet",
],
        4,
    ),
    pair(&["tidak", "gak", "nggak", "ga"], &["manja", "lebay", "rewel", "usah"], 1),
    pair(&["kesadaran"], &["anda", "warga", "masyarakat", "kurang", "rendah"], 1),
    pair(&["risiko", "resiko"], &["sendiri", "anda", "bapak", "ibu"], 1),
    pair(&["lebih"], &["bijak", "cerdas", "pintar"], 1),
    pair(&["laporkan", "lapor", "tuntut", "gugat"], &["balik"], 1),
    pair(&["kelakuan", "ulah"], &["anda", "warga", "kalian", "bapak", "ibu"], 1),
    pair(&["membaca", "baca"], &["dahulu", "dulu"], 2),
    pair(&["anda", "bapak", "ibu", "saudara"], &["kurang", "terlalu"], 2),
    pair(
        &[
    "makanya", "mengada", "ngawur", "lebay", "ngeyel", "bodoh", "tolol", "goblok", "bawel",
    "cengeng", "cerewet", "kampungan", "ngarang", "fitnah", "hoaks",
],
        &[],
        0,
    ),
];

/// Matters by the beginnings of their words.
pub(super) const MATTERS: &[&[&str]] = &[
    &[
    "aspal", "lubang", "trotoar", "jembatan", "gorong", "drainase", "marka", "beraspal",
],
    &[
    "lampu", "pju", "penerangan", "listrik", "pln", "trafo", "meteran", "padam", "gardu",
],
    &["sampah", "tps", "limbah", "tinja", "kebersihan"],
    &[
    "pdam", "sumur", "irigasi", "banjir", "sungai", "pompa", "tanggul", "got", "saluran",
],
    &[
    "ktp", "akta", "dukcapil", "paspor", "nik", "kependudukan", "skck", "sim",
],
    &[
    "puskesmas", "rsud", "dokter", "bidan", "pasien", "obat", "vaksin", "imunisasi", "polio",
    "posyandu", "balita", "bpjs", "kis", "ambulans", "dbd",
],
    &[
    "sekolah", "guru", "siswa", "murid", "ijazah", "sd", "smp", "sma", "kampus", "beasiswa",
],
    &["bansos", "pkh", "bantuan", "dtks", "dtsen", "sembako"],
    &["pajak", "pbb", "samsat", "stnk", "retribusi"],
    &[
    "sapi", "ternak", "anjing", "kucing", "kandang", "satwa", "hewan", "rabies",
],
    &[
    "angkot", "bus", "terminal", "kereta", "trayek", "parkir", "truk", "feri", "tilang",
],
    &["pupuk", "sawah", "petani", "panen", "hama"],
    &["harga", "cabai", "elpiji"],
    &["tanah", "sertifikat", "sertipikat", "kapling", "pertanahan"],
    &["miras", "judi", "sabung", "pencurian", "penjambretan"],
    &["pekerja", "upah", "gaji", "buruh", "lowongan"],
    &["pemilih", "pemilu", "pilkada"],
    &["wifi", "internet", "sinyal", "menara", "siaran"],
    &["pohon", "taman", "rumput"],
    &["pemakaman", "kuburan", "makam"],
];

/// Beginnings of words that any report and any answer have.
pub(super) const COMMON: &[&str] = &[
    "yang", "untuk", "dengan", "pada", "dari", "tidak", "sudah", "telah", "akan", "oleh", "kami",
    "saya", "anda", "bapak", "saudara", "warga", "masyarakat", "petugas", "laporan", "pengaduan",
    "aduan", "keluhan", "jalan", "hari", "setiap", "tiap", "semua", "atau", "karena", "juga",
    "lagi", "masih", "belum", "bisa", "dapat", "minta", "mohon", "tolong", "lebih", "sampai",
    "sejak", "depan", "rumah", "kantor", "pelayanan", "layanan", "desa", "kampung", "kelurahan",
    "kecamatan", "kabupaten", "padahal", "tetapi", "tapi", "agar", "kepada", "terkait", "dalam",
    "terus", "sekali", "banyak", "seperti", "tahun", "bulan", "minggu", "tanggal", "wajib",
    "satu", "sangat", "hanya", "waktu", "pagi", "malam", "siang", "besar", "baik", "terima",
    "kasih",
];

/// Words that carry nothing between empty wordings.
pub(super) const FILLERS: &[&str] = &[
    "kami", "anda", "saudara", "bapak", "ibu", "kakak", "dan", "yang", "untuk", "akan", "segera",
    "sudah", "telah", "ini", "itu", "atas", "kepada", "dengan", "oleh", "agar", "para", "pelapor",
    "demi", "terus", "selalu", "sangat", "lebih", "lanjut", "baik", "hal", "tersebut", "di", "ke",
    "bahan", "depan", "layanan", "pelayanan", "tim", "bidang", "lagi", "dapat", "hari", "peduli",
];
