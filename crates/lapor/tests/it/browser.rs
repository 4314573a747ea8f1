//! A browser without a face: one person's address and cookies, forms posted, no script.

use std::collections::BTreeMap;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// A server that says nothing for this long has not answered.
const PATIENCE: Duration = Duration::from_secs(30);

/// The connection broke or none came about: whether the request was taken is not known.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NoAnswer;

/// What came back.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    /// Path and query that the answer leads to; empty when it leads nowhere.
    pub(crate) location: String,
    pub(crate) retry_after: Option<u64>,
    pub(crate) body: String,
}

impl Reply {
    /// The title of the page.
    pub(crate) fn title(&self) -> &str {
        let title = self.body.split_once("<title>").map_or("", |(_, rest)| rest);
        title.split('<').next().unwrap_or_default()
    }

    /// The value of a hidden field of the page.
    pub(crate) fn hidden(&self, name: &str) -> Option<&str> {
        let field = self.body.split_once(&format!("name=\"{name}\" value=\""))?.1;
        field.split('"').next()
    }
}

/// A file chosen in a form.
#[derive(Debug, Clone)]
pub(crate) struct Chosen {
    pub(crate) field: &'static str,
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

#[derive(Clone)]
pub(crate) struct Browser {
    base: String,
    address: String,
    cookies: BTreeMap<String, String>,
}

impl Browser {
    pub(crate) fn new(base: String) -> Self {
        Self { base, address: new_address(), cookies: BTreeMap::new() }
    }

    /// The same person with the same cookies, seen from another address.
    pub(crate) fn elsewhere(&self) -> Self {
        Self { address: new_address(), ..self.clone() }
    }

    /// The same person with the same cookies, going another way to the same site.
    pub(crate) fn through(&self, address: &str) -> Self {
        Self { base: format!("http://{address}"), ..self.clone() }
    }

    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    /// Opens a page; cookies that come are only kept by [`Browser::post`].
    pub(crate) async fn get(&self, path: &str) -> Result<Reply, NoAnswer> {
        let (reply, _) = self.send(http().get(format!("{}{path}", self.base))).await?;
        Ok(reply)
    }

    /// Sends a form and keeps the cookies that come back.
    pub(crate) async fn post(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
    ) -> Result<Reply, NoAnswer> {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let kind = "application/x-www-form-urlencoded";
        self.send_form(path, kind, body.into_bytes()).await
    }

    /// Sends a form with files.
    pub(crate) async fn upload(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        files: &[Chosen],
    ) -> Result<Reply, NoAnswer> {
        const LINE: &str = "----lapor-0f3b9d1c77";
        let mut body = Vec::new();
        for (name, value) in fields {
            let head = format!(
                "--{LINE}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            );
            body.extend(head.into_bytes());
        }
        for Chosen { field, name, bytes } in files {
            let head = format!(
                "--{LINE}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
                 Content-Type: application/octet-stream\r\n\r\n"
            );
            body.extend(head.into_bytes());
            body.extend(bytes);
            body.extend(b"\r\n");
        }
        body.extend(format!("--{LINE}--\r\n").into_bytes());
        self.send_form(path, &format!("multipart/form-data; boundary={LINE}"), body).await
    }

    async fn send_form(
        &mut self,
        path: &str,
        kind: &str,
        body: Vec<u8>,
    ) -> Result<Reply, NoAnswer> {
        let request = http()
            .post(format!("{}{path}", self.base))
            .header("origin", &self.base)
            .header("content-type", kind)
            .body(body);
        let (reply, cookies) = self.send(request).await?;
        self.cookies.extend(cookies);
        Ok(reply)
    }

    async fn send(
        &self,
        request: reqwest::RequestBuilder,
    ) -> Result<(Reply, Vec<(String, String)>), NoAnswer> {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = request.header("x-forwarded-for", &self.address);
        if !cookies.is_empty() {
            request = request.header("cookie", cookies.join("; "));
        }
        let response = request.send().await.map_err(|_| NoAnswer)?;
        let header =
            |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok());
        let location = header("location").unwrap_or_default().to_owned();
        let retry_after = header("retry-after").and_then(|seconds| seconds.parse().ok());
        let set = response.headers().get_all("set-cookie").iter();
        let cookies = set.filter_map(|value| {
            let (name, value) = value.to_str().ok()?.split(';').next()?.split_once('=')?;
            Some((name.to_owned(), value.to_owned()))
        });
        let cookies = cookies.collect();
        let status = response.status().as_u16();
        // An answer that breaks off is no answer.
        let body = response.text().await.map_err(|_| NoAnswer)?;
        Ok((Reply { status, location, retry_after, body }, cookies))
    }
}

/// One request, one connection: what a fault does to a request it does to no other.
fn http() -> &'static reqwest::Client {
    static HTTP: OnceLock<reqwest::Client> = OnceLock::new();
    HTTP.get_or_init(|| {
        // The client insists on a provider although nothing here speaks TLS.
        drop(rustls::crypto::ring::default_provider().install_default());
        reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .pool_max_idle_per_host(0)
            .timeout(PATIENCE)
            .build()
            .unwrap()
    })
}

/// Limits on how often one address may do something are not what is tested here.
fn new_address() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let n = NEXT.fetch_add(1, Ordering::Relaxed);
    let [_, a, b, c] = n.to_be_bytes();
    format!("10.{a}.{b}.{c}")
}
