//! Names of private persons, where the words around say that a name stands there.
//!
//! A name alone is not looked for: streets, schools and officials carry names too.

use super::lexicon;
use super::tokens::Scan;
use super::{Claims, PersonalKind};

/// Words in a name.
const NAME_WORDS: usize = 4;

/// How much must speak for a name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Proof {
    /// The words before promise a name: any word that is not common will do.
    Promised,
    /// They allow one: it must be written as a name.
    Allowed,
}

pub(super) fn find(scan: &Scan<'_>, claims: &mut Claims) {
    let mut at = 0;
    while at < scan.len() {
        at = match introduced(scan, at)
            .or_else(|| signed(scan, at))
            .or_else(|| beside(scan, at, claims))
        {
            Some((first, last)) => {
                claims.claim(scan.span(first, last), PersonalKind::PersonName);
                joined(scan, last, claims)
            }
            None => at + 1,
        };
    }
}

/// `Jajang dan Euis`: the second of two names; answers where to read on.
fn joined(scan: &Scan<'_>, last: usize, claims: &mut Claims) -> usize {
    if matches!(scan.word(last + 1), "dan" | "dengan" | "bin" | "binti")
        && let Some((first, end)) = name(scan, last + 2, Proof::Allowed)
    {
        claims.claim(scan.span(first, end), PersonalKind::PersonName);
        return end + 1;
    }
    last + 1
}

/// The name behind words that introduce one.
fn introduced(scan: &Scan<'_>, at: usize) -> Option<(usize, usize)> {
    if scan.word(at).is_empty() {
        return None;
    }
    let after = scan.past(at + 1, &[':', '.', '-', '=']);
    let pointed = scan.mark(at + 1) == ':' || scan.mark(at + 2) == ':';
    match scan.word(at) {
        "nama" | "nma" | "namaku" | "nm" => named(scan, at, after, pointed),
        "bernama" | "namanya" => name(scan, after, Proof::Promised),
        "atas" if scan.word(at + 1) == "nama" => {
            let value = scan.past(at + 2, &[':']);
            let value = if is_kin(scan.word(value)) { value + 1 } else { value };
            name(scan, value, Proof::Promised)
        }
        "a" if matches!(scan.mark(at + 1), '.' | '/') && scan.word(at + 2) == "n" => {
            name(scan, scan.past(at + 3, &['.', ':']), Proof::Promised)
        }
        "an" => {
            let proof = if scan.mark(at + 1) == '.' { Proof::Promised } else { Proof::Allowed };
            name(scan, after, proof)
        }
        "pelapor" | "pengadu" | "pemohon" => {
            // A full stop ends the greeting: "Yth. Ibu Pelapor. Seragam sudah diserahkan."
            let after = scan.past(at + 1, &[':', '-', '=']);
            name(scan, after, if pointed { Proof::Promised } else { Proof::Allowed })
        }
        "oleh" if is_reporting(scan, at) => name(scan, after, Proof::Allowed),
        "bawah"
            if scan.word(at + 1) == "ini" && scan.words_before(at, 3).any(|w| w == "tangan") =>
        {
            name(scan, scan.past(at + 2, &[':', ',']), Proof::Promised)
        }
        "milik" | "rumah" | "tetangga" | "tetangganya" | "person" | "kontak"
            if is_title(scan.word(at + 1)) =>
        {
            name(scan, after, Proof::Allowed)
        }
        "almarhum" | "almarhumah" | "alm" => name(scan, at, Proof::Allowed),
        "saya" | "sy" => self_named(scan, at),
        _ => None,
    }
}

/// Behind `nama`: whose it is, then the name.
fn named(scan: &Scan<'_>, at: usize, after: usize, pointed: bool) -> Option<(usize, usize)> {
    if scan.words_before(at, 1).next() == Some("atas") {
        return None;
    }
    let mut value = after;
    let mut owned = false;
    while is_kin(scan.word(value))
        || matches!(
            scan.word(value),
            "saya" | "sy" | "aku" | "gue" | "lengkap" | "panggilan" | "asli" | "ktp" | "kandung"
        )
    {
        owned = true;
        value = scan.past(value + 1, &[':', '.', ',']);
    }
    let adalah = usize::from(matches!(scan.word(value), "adalah" | "ialah" | "yaitu"));
    let value = scan.past(value + adalah, &[':']);
    let proof = if owned || pointed || scan.word(at) == "namaku" {
        Proof::Promised
    } else {
        Proof::Allowed
    };
    name(scan, value, proof)
}

/// `saya Siti Aminah dari …`, `istri saya Nurhayati`.
fn self_named(scan: &Scan<'_>, at: usize) -> Option<(usize, usize)> {
    let apposed = usize::from(scan.mark(at + 1) == ',');
    let (first, last) = name(scan, at + 1 + apposed, Proof::Allowed)?;
    if apposed == 1 && scan.mark(last + 1) != ',' {
        return None;
    }
    let kin = scan.words_before(at, 1).any(is_kin);
    let goes_on = matches!(
        scan.word(last + 1),
        "dari"
            | "warga"
            | "umur"
            | "usia"
            | "ketua"
            | "tinggal"
            | "guru"
            | "no"
            | "nik"
            | "hp"
            | "ingin"
            | "mau"
            | "selaku"
            | "sebagai"
            | "alamat"
            | "asal"
            | "domisili"
    ) || matches!(scan.mark(last + 1), ',' | '(' | '.');
    let known = lexicon::is_given_name(scan.word(first));
    (known || kin || goes_on && last > first).then_some((first, last))
}

/// A name under the text: `Terima kasih, Budi Santoso`.
fn signed(scan: &Scan<'_>, at: usize) -> Option<(usize, usize)> {
    let closing = match scan.word(at) {
        "kasih" => scan.words_before(at, 1).next() == Some("terima"),
        "hormat" if matches!(scan.word(at + 1), "saya" | "kami") => false,
        "saya" | "kami" => scan.words_before(at, 1).next() == Some("hormat"),
        "terimakasih" | "makasih" | "trims" | "tks" | "thx" | "salam" | "wassalam" | "wasalam"
        | "wassalamualaikum" | "ttd" | "hormat" | "sebelumnya" => true,
        _ => false,
    };
    if !closing {
        return None;
    }
    let start = scan.past(at + 1, &[',', '.', '!', '-', '(', ':', '~']);
    let (first, last) = name(scan, start, Proof::Allowed)?;
    let under = scan.word(at) == "saya" && last + 1 >= scan.len();
    let apart = start > at + 1 || scan.first(start) || under;
    let ends = last + 1 >= scan.len()
        || scan.first(last + 1)
        || matches!(scan.mark(last + 1), ',' | '.' | '-' | '(' | ')' | '/')
        || !scan.digits(last + 1).is_empty();
    (apart && ends).then_some((first, last))
}

/// A name in brackets with what it is, or beside a telephone number that was found.
fn beside(scan: &Scan<'_>, at: usize, claims: &Claims) -> Option<(usize, usize)> {
    let opened = at.checked_sub(1).is_some_and(|b| scan.mark(b) == '(');
    let starts =
        at == 0 || opened || is_title(scan.word(at)) || lexicon::is_given_name(scan.word(at));
    if !starts {
        return None;
    }
    let (first, last) = name(scan, at, Proof::Allowed)?;
    const BETWEEN: &[char] = &[',', '-', ':', '/', ')', '(', '+', '.'];
    let mut next = scan.past(last + 1, BETWEEN);
    while matches!(scan.word(next), "di" | "no" | "nomor" | "hp" | "wa" | "telp") {
        next = scan.past(next + 1, BETWEEN);
    }
    let called = next < scan.len() && {
        let spot = scan.span(next, next);
        let phone = |f: &super::Finding| {
            f.kind == PersonalKind::Phone && f.span.start <= spot.start && spot.end <= f.span.end
        };
        claims.0.iter().any(phone)
    };
    let resident = opened && matches!(scan.word(next), "warga" | "rt" | "tetangga");
    let alone = opened && scan.mark(last + 1) == ')' && lexicon::is_given_name(scan.word(first));
    (called || resident || alone).then_some((first, last))
}

/// The name that begins at `from`, behind its titles.
fn name(scan: &Scan<'_>, from: usize, proof: Proof) -> Option<(usize, usize)> {
    let mut first = from;
    while is_title(scan.word(first)) {
        first = scan.past(first + 1, &['.']);
    }
    let titled = first > from;
    let cased = scan.capital(first) && !scan.shouting();
    let known = lexicon::is_given_name(scan.word(first));
    let enough = known || cased || titled || proof == Proof::Promised;
    if !enough || !may_name(scan, first) {
        return None;
    }
    let mut last = first;
    let mut at = first + 1;
    let mut words = 1;
    while words < NAME_WORDS {
        if matches!(scan.mark(at), '.' | '\'' | '’')
            && scan.glued(at)
            && scan.word(at - 1).len() <= 2
        {
            at += 1;
        }
        if scan.first(at) || !may_name(scan, at) || cased && !scan.capital(at) {
            break;
        }
        last = at;
        at += 1;
        words += 1;
    }
    // A lone initial is no name.
    (scan.span(first, last).len() > 2).then_some((first, last))
}

/// A word that can be part of a name.
fn may_name(scan: &Scan<'_>, at: usize) -> bool {
    let word = scan.word(at);
    let known = lexicon::is_given_name(word);
    // "TPS", "PBG": what cannot be spoken is short for something.
    let spoken = word.contains(['a', 'e', 'i', 'o', 'u', 'y']);
    known || spoken && !lexicon::is_common(word) && !lexicon::is_derived(word)
}

fn is_title(word: &str) -> bool {
    matches!(
        word,
        "pak"
            | "bapak"
            | "bpk"
            | "bu"
            | "ibu"
            | "sdr"
            | "sdri"
            | "saudara"
            | "saudari"
            | "ny"
            | "nyonya"
            | "tn"
            | "tuan"
            | "nn"
            | "h"
            | "hj"
            | "haji"
            | "hajjah"
            | "ust"
            | "ustad"
            | "ustadz"
            | "dr"
            | "drs"
            | "dra"
            | "ir"
            | "mas"
            | "mbak"
            | "mbah"
            | "bang"
            | "kang"
            | "almarhum"
            | "almarhumah"
            | "alm"
    )
}

fn is_kin(word: &str) -> bool {
    matches!(
        word,
        "anak"
            | "suami"
            | "istri"
            | "isteri"
            | "ayah"
            | "kakak"
            | "adik"
            | "nenek"
            | "kakek"
            | "mertua"
            | "pasien"
            | "korban"
            | "pelapor"
            | "pemilik"
            | "keponakan"
            | "cucu"
            | "bayi"
            | "orangtua"
            | "ibu"
            | "bapak"
    )
}

/// `dilaporkan oleh`, `diadukan oleh`.
fn is_reporting(scan: &Scan<'_>, at: usize) -> bool {
    let before = scan.words_before(at, 1).next().unwrap_or("");
    matches!(before, "dilaporkan" | "diadukan" | "dilapor" | "disampaikan" | "dikirim")
}
