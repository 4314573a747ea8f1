//! Which language a text is in, by its smallest words.

use crate::normal::Normal;
use crate::wordlist::Words;
use domain::worded;

worded! {
    /// A language people write to the state in.
    pub enum Language {
        /// Bahasa Indonesia, slang included.
        Indonesian = "id",
        /// Basa Jawa.
        Javanese = "jv",
        /// Basa Sunda.
        Sundanese = "su",
        /// Baso Minang.
        Minangkabau = "min",
        /// English, of visitors and residents.
        English = "en",
        /// Too little, or something else.
        Unknown = "unknown",
    }
}

const INDONESIAN: &str = " yang di ke dari dan untuk dengan ini itu tidak ada saya kami kita \
    sudah belum akan bisa dapat pada karena sampai juga atau apa apakah bagaimana berapa kapan \
    mana tolong mohon ga gak nggak udah udh blm tlg yg dgn utk krn tdk aja saja banget bgt jalan \
    rusak mati parah kalau kalo lagi tapi oleh lebih seperti sangat dalam orang anda mereka \
    bukan hari tahun bulan minggu bapak ibu pak bu air lampu warga jadi cara caranya pelayanan \
    buruk rumah hubungi sekarang juga murah jual jasa segera ditindaklanjuti langsung hari \
    depan got dah bolehkah satu banyak sejak pakai sama padahal sering para antara \
    supaya agar juga kok sih dong deh punya bukan setiap tiap ";
const JAVANESE: &str = " aku kulo kula sampeyan panjenengan iki iku kuwi niki niku ora mboten ndak \
    wis sampun durung dereng karo kalih lan nang ning ing neng saking kanggo kangge sing ingkang \
    opo nopo piye kepiye pripun nggih inggih arep ajeng menawi saget iso dalan omah griyo banyu \
    wong tiyang akeh kathah nyuwun pirsa tulung didandani kawit wingi sasi yen nek kabeh \
    banget mawon usul dipun dadi carane ngurus nesu galak reged uwuh ";
const SUNDANESE: &str = " abdi kuring anjeun urang ieu eta teu henteu can acan aya di ka ti tina \
    jeung sareng kanggo pikeun nu anu naon kumaha iraha dimana saha geus tos parantos keur nuju \
    bade rek tiasa bisa jalma cai imah bumi punten nuhun hatur mah teh atuh oge pisan kedahna \
    barudak ulin lami poek enggal ruksak kamari sasih wae ngalereskeun dilereskeun \
    diperhatoskeun kengeng ";
const MINANGKABAU: &str = " ambo awak denai waang iko itu indak ndak alun alah lah ado nan jo \
    dari ka di dek dek untuak baa bara bilo mano sia apo juo bana nio mauruih maurus maurus \
    kantua lamo sinan siko urang rumah aia jalan patang sajak salasai tigo limo caro \
    surek batanyo mampeloki tolonglah ko ";
const ENGLISH: &str = " the a an of to in on at for and or is are was were be been has have had do \
    does how what which where when who can could will would should i my we our you your they it \
    this that not no never nobody please there here with from about by need get me now very \
    buy click ";

const TABLES: [(Language, &str); 5] = [
    (Language::Indonesian, INDONESIAN),
    (Language::Javanese, JAVANESE),
    (Language::Sundanese, SUNDANESE),
    (Language::Minangkabau, MINANGKABAU),
    (Language::English, ENGLISH),
];

/// Bit of each language that has a word as one of its small words.
static SMALL_WORDS: std::sync::LazyLock<Words<&'static str, u8>> = std::sync::LazyLock::new(|| {
    let mut words = Words::default();
    for (bit, (_, table)) in TABLES.iter().enumerate() {
        for word in table.split_whitespace() {
            *words.entry(word).or_insert(0) |= 1 << bit;
        }
    }
    words
});

/// The language with most small words, as typed, before anything is written out. A word that
/// only one language has tells more than a shared one.
#[must_use]
pub fn of(text: &str, normal: &Normal) -> Language {
    let mut points = [0_u32; TABLES.len()];
    let mut before = None;
    let mut small = String::new();
    for token in &normal.tokens {
        if before == Some(token.span) {
            continue;
        }
        before = Some(token.span);
        small.clear();
        small.push_str(token.span.of(text));
        small.make_ascii_lowercase();
        let bits = SMALL_WORDS.get(small.as_str()).copied().unwrap_or(0);
        let worth = if bits.is_power_of_two() { 3 } else { 1 };
        for (bit, count) in points.iter_mut().enumerate() {
            if bits & (1 << bit) != 0 {
                *count += worth;
            }
        }
        let slang = crate::slang::written_out(&small).is_some() || is_formed(&small);
        if let (0, true, Some(first)) = (bits, slang, points.first_mut()) {
            *first += 1;
        }
    }
    let mut best = (Language::Unknown, 0);
    for ((language, _), count) in TABLES.iter().zip(points) {
        if count > best.1 {
            best = (*language, count);
        }
    }
    best.0
}

/// Formed as Indonesian forms its words.
fn is_formed(word: &str) -> bool {
    let begins = ["meng", "meny", "mem", "men", "ber", "ter", "peng", "pem", "per"];
    word.len() > 6
        && (begins.iter().any(|prefix| word.starts_with(prefix))
            || ["kan", "nya", "kah"].iter().any(|suffix| word.ends_with(suffix)))
}
