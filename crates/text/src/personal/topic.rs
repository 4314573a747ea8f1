//! What the words before a number say that it is.

use super::tokens::Scan;

/// How far back a number is explained, in words.
const WORDS_BACK: usize = 5;

/// What a number is said to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Topic {
    /// NIK or KTP.
    Nik,
    /// Kartu keluarga.
    FamilyCard,
    /// NPWP.
    Tax,
    /// HP, WA, telepon.
    Phone,
    /// Rekening.
    Bank,
    /// Kartu kredit, debit, ATM.
    Card,
    /// Pelanggan or meter.
    Customer,
    /// BPJS.
    Insurance,
    /// Something that is nobody's: a letter, a ticket, money.
    Impersonal,
}

/// The topic of the number at `at`: the nearest word that names one.
pub(super) fn before(scan: &Scan<'_>, at: usize) -> Option<Topic> {
    let words: Vec<&str> = scan.words_before(at, WORDS_BACK).collect();
    let named = |i: usize| words.get(i).copied().unwrap_or("");
    words.iter().enumerate().find_map(|(i, word)| of(word, named(i + 1), i))
}

/// The topic of a word; `away` counts the words between it and the number.
fn of(word: &str, word_before: &str, away: usize) -> Option<Topic> {
    match word {
        "nik" | "ktp" | "kependudukan" => Some(Topic::Nik),
        "kk" | "nokk" => Some(Topic::FamilyCard),
        "keluarga" if word_before == "kartu" => Some(Topic::FamilyCard),
        "npwp" => Some(Topic::Tax),
        "hp" | "hape" | "handphone" | "telp" | "telpon" | "telepon" | "telephone" | "tlp"
        | "tlpn" | "telfon" | "telf" | "telpun" | "phone" | "nohp" | "wa" | "whatsapp"
        | "whatsap" | "kontak" | "hubungi" | "call" | "cp" | "hub" | "fax" | "nowa" => {
            Some(Topic::Phone)
        }
        "rek" | "rekening" | "norek" => Some(Topic::Bank),
        "atm" | "kredit" | "debit" | "cc" if away < 3 => Some(Topic::Card),
        "idpel" | "nopel" | "pelanggan" | "meter" | "meteran" | "sambungan" => {
            Some(Topic::Customer)
        }
        "pel" if word_before == "id" => Some(Topic::Customer),
        "bpjs" | "kis" | "kpj" | "noka" | "peserta" | "jkn" => Some(Topic::Insurance),
        "laporan" | "tracking" | "tiket" | "ticket" | "resi" | "imei" | "antrian" | "antrean"
        | "surat" | "sk" | "agenda" | "berkas" | "tabung" | "pendaftaran" | "ujian"
        | "sertifikat" | "rp" | "harga" | "anggaran" | "biaya" | "tagihan" | "tagihannya"
        | "denda" | "iuran" | "sebesar" | "senilai" | "booking" | "nisn" | "seri"
            if away < 3 =>
        {
            Some(Topic::Impersonal)
        }
        _ => None,
    }
}

/// Banks and electronic purses whose name stands beside an account.
pub(super) fn is_bank(word: &str) -> bool {
    matches!(
        word,
        "bri"
            | "bca"
            | "bni"
            | "btn"
            | "bsi"
            | "bjb"
            | "bpd"
            | "bpr"
            | "mandiri"
            | "cimb"
            | "danamon"
            | "permata"
            | "panin"
            | "mega"
            | "jatim"
            | "jateng"
            | "dki"
            | "seabank"
            | "jago"
            | "muamalat"
            | "ocbc"
            | "maybank"
            | "sinarmas"
            | "bukopin"
            | "sumut"
            | "nagari"
            | "bali"
            | "kalbar"
            | "sulselbar"
            | "papua"
            | "jenius"
            | "dana"
            | "ovo"
            | "gopay"
            | "shopeepay"
            | "linkaja"
            | "allo"
            | "neo"
    )
}
