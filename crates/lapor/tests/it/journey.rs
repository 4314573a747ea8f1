//! One person files one report through the pages, step by step, and sends again whatever had no
//! answer.

use crate::browser::{Browser, Chosen, NoAnswer, Reply};
use crate::ledger::{Ledger, Line};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::sync::Arc;

/// What a person has to say.
#[derive(Debug, Clone, Default)]
pub(crate) struct Story {
    /// Different for every submission: the ledger goes by it.
    pub(crate) title: String,
    pub(crate) body: String,
    pub(crate) place: String,
    /// Province and regency; without them nobody is competent by the table.
    pub(crate) region: Option<(&'static str, &'static str)>,
    /// Empty for the anonymous.
    pub(crate) name: String,
    pub(crate) phone: String,
    pub(crate) email: String,
    pub(crate) nik: String,
    pub(crate) address: String,
    /// Name and text of an attachment.
    pub(crate) file: Option<(String, String)>,
    /// Words added once the report is sent.
    pub(crate) message: Option<String>,
    /// Presses the button twice at once.
    pub(crate) impatient: bool,
}

impl Story {
    /// A short complaint of somebody who leaves no name.
    pub(crate) fn anonymous(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            body: "Jalan di depan pasar berlubang besar sejak dua bulan lalu.".to_owned(),
            place: "Depan pasar".to_owned(),
            ..Self::default()
        }
    }
}

/// Why a step did not succeed. It may be taken again.
#[derive(Debug)]
pub(crate) enum Setback {
    /// Nobody knows whether it was taken.
    NoAnswer,
    /// The service said that it cannot now.
    Unavailable(Reply),
}

impl From<NoAnswer> for Setback {
    fn from(_: NoAnswer) -> Self {
        Self::NoAnswer
    }
}

/// Where somebody stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum At {
    Kind,
    Matter,
    Category,
    Place,
    Office,
    Accused,
    Files,
    Identity,
    Send,
    Receipt,
    Open,
    Message,
    Done,
}

/// What the receipt says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Numbers {
    pub(crate) number: String,
    pub(crate) secret: String,
}

pub(crate) struct Journey {
    pub(crate) story: Story,
    pub(crate) browser: Browser,
    pub(crate) at: At,
    pub(crate) numbers: Option<Numbers>,
    ledger: Arc<Ledger>,
    /// The version of the report that the person has seen.
    seen: Option<String>,
    /// Whether an upload went out and had no answer.
    in_doubt: bool,
}

impl Journey {
    pub(crate) fn new(browser: Browser, story: Story, ledger: Arc<Ledger>) -> Self {
        Self { story, browser, at: At::Kind, numbers: None, ledger, seen: None, in_doubt: false }
    }

    /// Takes the next step. A step that had a setback is taken again by the next call.
    pub(crate) async fn step(&mut self) -> Result<(), Setback> {
        let story = self.story.clone();
        let browser = &mut self.browser;
        match self.at {
            At::Kind => {
                // Whoever cannot begin tries again and again; the limit on that is another test.
                *browser = browser.elsewhere();
                let reply = browser.post("/lapor/jenis", &[("jenis", "complaint")]).await?;
                self.go_on(&reply, At::Matter, "/lapor/isi")
            }
            At::Matter => {
                let fields =
                    [("judul", story.title.as_str()), ("isi", &story.body), ("harapan", "")];
                let reply = browser.post("/lapor/isi", &fields).await?;
                self.go_on(&reply, At::Category, "/lapor/kategori")
            }
            At::Category => {
                let reply = browser.post("/lapor/kategori", &[("biar", "petugas")]).await?;
                self.go_on(&reply, At::Place, "/lapor/tempat")
            }
            At::Place => {
                let (province, regency) = story.region.unwrap_or_default();
                let fields = [
                    ("tampil", if regency.is_empty() { "1" } else { "3" }),
                    ("provinsi", province),
                    ("kabupaten", regency),
                    ("keterangan", story.place.as_str()),
                ];
                let reply = browser.post("/lapor/tempat", &fields).await?;
                self.go_on(&reply, At::Office, "/lapor/tujuan")
            }
            At::Office => {
                let reply = browser.post("/lapor/tujuan", &[("tujuan", "tidak-tahu")]).await?;
                self.go_on(&reply, At::Accused, "/lapor/terlapor")
            }
            At::Accused => {
                let reply = browser.post("/lapor/terlapor", &[]).await?;
                self.go_on(&reply, At::Files, "/lapor/berkas")
            }
            At::Files => self.upload(&story).await,
            At::Identity => self.identify(&story).await,
            At::Send => self.send(&story).await,
            At::Receipt => self.read_receipt().await,
            At::Open => self.open().await,
            At::Message => self.say(&story).await,
            At::Done => Ok(()),
        }
    }

    /// Goes on when the answer leads where it should; anything else than that and 503 is a fault.
    fn go_on(&mut self, reply: &Reply, to: At, path: &str) -> Result<(), Setback> {
        if reply.status == 503 {
            return Err(Setback::Unavailable(reply.clone()));
        }
        let leads = reply.location.split('?').next().unwrap_or_default();
        assert!(
            reply.status == 303 && leads == path,
            "{:?} of \"{}\" was answered {} {}, not 303 {path}: {}",
            self.at,
            self.story.title,
            reply.status,
            reply.location,
            reply.title(),
        );
        self.at = to;
        Ok(())
    }

    async fn upload(&mut self, story: &Story) -> Result<(), Setback> {
        let mut files = Vec::new();
        if let Some((name, text)) = &story.file {
            // Whoever is in doubt looks first whether the file is listed.
            if !(self.in_doubt && self.is_listed().await?) {
                let bytes = text.clone().into_bytes();
                files.push(Chosen { field: "berkas", name: name.clone(), bytes });
            }
            self.in_doubt = true;
        }
        let reply = self.browser.upload("/lapor/berkas", &[("lanjut", "ya")], &files).await?;
        self.go_on(&reply, At::Identity, "/lapor/pelapor")?;
        self.in_doubt = false;
        Ok(())
    }

    async fn is_listed(&self) -> Result<bool, Setback> {
        let page = self.browser.get("/lapor/berkas").await?;
        if page.status == 503 {
            return Err(Setback::Unavailable(page));
        }
        assert_eq!(page.status, 200, "{}", page.title());
        Ok(page.body.contains("name=\"hapus\""))
    }

    async fn identify(&mut self, story: &Story) -> Result<(), Setback> {
        let who = if story.name.is_empty() { "anonim" } else { "nama" };
        let fields = [
            ("siapa", who),
            ("nama", &story.name),
            ("telepon", &story.phone),
            ("email", &story.email),
            ("nik", &story.nik),
            ("alamat", &story.address),
        ];
        let reply = self.browser.post("/lapor/pelapor", &fields).await?;
        self.go_on(&reply, At::Send, "/lapor/periksa")
    }

    async fn send(&mut self, story: &Story) -> Result<(), Setback> {
        let reply = if story.impatient {
            let (mut one, mut other) = (self.browser.elsewhere(), self.browser.elsewhere());
            let (one, other) =
                tokio::join!(one.post("/lapor/kirim", &[]), other.post("/lapor/kirim", &[]));
            // One answer is enough to know.
            match (one, other) {
                (Ok(one), Ok(other)) if one.status == 503 => other,
                (Ok(answer), _) | (Err(_), Ok(answer)) => answer,
                (Err(none), Err(_)) => return Err(none.into()),
            }
        } else {
            self.browser.elsewhere().post("/lapor/kirim", &[]).await?
        };
        self.go_on(&reply, At::Receipt, "/lapor/terkirim")?;
        let file = story.file.as_ref().map(|(_, text)| hash(text));
        self.ledger.write(&Line::Sent { title: story.title.clone(), file });
        Ok(())
    }

    async fn read_receipt(&mut self) -> Result<(), Setback> {
        self.numbers = Some(self.receipt().await?);
        self.at = At::Open;
        Ok(())
    }

    /// Opens the receipt and enters it in the ledger.
    pub(crate) async fn receipt(&self) -> Result<Numbers, Setback> {
        let page = self.browser.get("/lapor/terkirim").await?;
        if page.status == 503 {
            return Err(Setback::Unavailable(page));
        }
        let title = &self.story.title;
        assert_eq!(page.status, 200, "the receipt of \"{title}\" leads to {}", page.location);
        let field = |name: &str| {
            page.hidden(name).expect("number and secret are on the receipt").to_owned()
        };
        let numbers = Numbers { number: field("nomor"), secret: field("kode") };
        let Numbers { number, secret } = numbers.clone();
        self.ledger.write(&Line::Receipt { title: title.clone(), number, secret });
        Ok(numbers)
    }

    async fn open(&mut self) -> Result<(), Setback> {
        if self.story.message.is_none() {
            self.at = At::Done;
            return Ok(());
        }
        let numbers = self.numbers.clone().expect("the receipt was read");
        let reply = open(&mut self.browser, &numbers).await?;
        self.go_on(&reply, At::Message, &format!("/lacak/{}", numbers.number))
    }

    async fn say(&mut self, story: &Story) -> Result<(), Setback> {
        let number = &self.numbers.as_ref().expect("the receipt was read").number;
        let path = format!("/lacak/{number}/pesan");
        let words = story.message.clone().unwrap_or_default();
        let seen = match &self.seen {
            Some(seen) => seen.clone(),
            None => {
                let page = self.browser.get(&path).await?;
                if page.status == 503 {
                    return Err(Setback::Unavailable(page));
                }
                page.hidden("versi").expect("a form with its version").to_owned()
            }
        };
        self.seen = Some(seen.clone());
        let leads = format!("/lacak/{number}");
        let reply = self.browser.post(&path, &[("versi", &seen), ("teks", &words)]).await?;
        self.go_on(&reply, At::Done, &leads)?;
        self.ledger.write(&Line::Said { title: story.title.clone(), words });
        Ok(())
    }
}

/// Opens a report with its number and secret.
pub(crate) async fn open(browser: &mut Browser, numbers: &Numbers) -> Result<Reply, NoAnswer> {
    browser.post("/lacak", &[("nomor", &numbers.number), ("kode", &numbers.secret)]).await
}

fn hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
