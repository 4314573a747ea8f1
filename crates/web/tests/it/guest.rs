//! Somebody without an account, with a browser that keeps cookies and nothing else.

use crate::world::{Page, World};
use axum::http::StatusCode;
use std::collections::BTreeMap;

pub(crate) struct Guest<'w> {
    pub(crate) world: &'w World,
    cookies: BTreeMap<String, String>,
}

impl<'w> Guest<'w> {
    pub(crate) fn new(world: &'w World) -> Self {
        Self { world, cookies: BTreeMap::new() }
    }

    pub(crate) fn cookie_line(&self) -> String {
        let pairs: Vec<String> = self.cookies.iter().map(|(n, v)| format!("{n}={v}")).collect();
        pairs.join("; ")
    }

    pub(crate) fn has_cookie(&self, name: &str) -> bool {
        self.cookies.contains_key(name)
    }

    pub(crate) fn cookie_names(&self) -> Vec<&str> {
        self.cookies.keys().map(String::as_str).collect()
    }

    fn keep(&mut self, page: &Page) {
        if let Some((name, value)) = page.cookie.as_deref().and_then(|set| set.split_once('=')) {
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }

    pub(crate) async fn get(&mut self, path: &str) -> Page {
        let page = self.world.get(path, &self.cookie_line()).await;
        self.keep(&page);
        page
    }

    pub(crate) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let page = self.world.post(path, &self.cookie_line(), fields).await;
        self.keep(&page);
        page
    }

    /// Posts and expects to be led on.
    pub(crate) async fn answer(&mut self, path: &str, fields: &[(&str, &str)]) -> String {
        let page = self.post(path, fields).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{path}: {}", page.html);
        page.location
    }

    pub(crate) async fn upload(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &[u8])],
    ) -> Page {
        let files: Vec<(&str, &str, &[u8])> =
            files.iter().map(|(name, bytes)| ("berkas", *name, *bytes)).collect();
        let page = self.world.upload(path, &self.cookie_line(), fields, &files).await;
        self.keep(&page);
        page
    }

    /// Fills in everything up to the preview; `who` are the fields of the last step.
    pub(crate) async fn write(&mut self, kind: &str, who: &[(&str, &str)]) {
        assert_eq!(self.answer("/lapor/jenis", &[("jenis", kind)]).await, "/lapor/isi");
        let matter = [("judul", TITLE), ("isi", BODY), ("harapan", "Lampu menyala lagi.")];
        assert_eq!(self.answer("/lapor/isi", &matter).await, "/lapor/kategori");
        let category = [("kategori", crate::nation::LEAF)];
        assert_eq!(self.answer("/lapor/kategori", &category).await, "/lapor/tempat");
        self.place().await;
        assert_eq!(
            self.answer("/lapor/tujuan", &[("tujuan", "1.regency")]).await,
            "/lapor/terlapor"
        );
        assert_eq!(self.answer("/lapor/terlapor", &[]).await, "/lapor/berkas");
        assert_eq!(self.answer("/lapor/berkas", &[("lanjut", "ya")]).await, "/lapor/pelapor");
        assert_eq!(self.answer("/lapor/pelapor", who).await, "/lapor/periksa");
    }

    async fn place(&mut self) {
        let here = "/lapor/tempat";
        assert_eq!(self.answer(here, &[("tampil", "1"), ("provinsi", "32")]).await, here);
        let two = [("tampil", "2"), ("provinsi", "32"), ("kabupaten", "3273")];
        assert_eq!(self.answer(here, &two).await, here);
        let three = [
            ("tampil", "3"),
            ("provinsi", "32"),
            ("kabupaten", "3273"),
            ("kecamatan", "327302"),
            ("keterangan", "Depan SD Negeri 3"),
        ];
        assert_eq!(self.answer(here, &three).await, "/lapor/tujuan");
    }

    /// Sends and reads number and secret off the receipt.
    pub(crate) async fn send(&mut self) -> (String, String) {
        assert_eq!(self.answer("/lapor/kirim", &[]).await, "/lapor/terkirim");
        let receipt = self.get("/lapor/terkirim").await;
        assert_eq!(receipt.status, StatusCode::OK, "{}", receipt.html);
        (receipt.hidden("nomor"), receipt.hidden("kode"))
    }

    /// Opens a report with its secret.
    pub(crate) async fn open(&mut self, number: &str, secret: &str) -> String {
        self.answer("/lacak", &[("nomor", number), ("kode", secret)]).await
    }
}

pub(crate) const TITLE: &str = "Lampu jalan padam di depan sekolah";
pub(crate) const BODY: &str =
    "Sejak tiga minggu lampu di depan SD Negeri 3 padam.\n\nAnak-anak pulang mengaji dalam gelap.";
pub(crate) const NAMED: &[(&str, &str)] = &[
    ("siapa", "nama"),
    ("nama", "Siti Rahma"),
    ("telepon", "0812 3456 7890"),
    ("kelamin", "female"),
];
pub(crate) const HIDDEN: &[(&str, &str)] = &[("siapa", "anonim"), ("rahasia", "ya")];

/// The words of a piece of HTML, one space between them.
pub(crate) fn words(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' => {
                inside = false;
                text.push(' ');
            }
            c if !inside => text.push(c),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The part of a page between two marks.
pub(crate) fn between<'p>(html: &'p str, from: &str, to: &str) -> &'p str {
    let start = html.find(from).unwrap_or_else(|| panic!("no {from:?} in {html}")) + from.len();
    let end = html[start..].find(to).unwrap_or_else(|| panic!("no {to:?} after {from:?}"));
    &html[start..start + end]
}
