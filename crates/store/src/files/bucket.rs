//! Where the contents of files lie: a folder, or a bucket of an S3 server. Addressed by what
//! they hold, so that the same photo sent twice is stored once and a changed one is noticed.

use super::scan::{Scanner, ScannerAddress};
use crate::{Error, Result};
use bytes::Bytes;
use futures_util::stream::BoxStream;
use futures_util::{StreamExt, TryStreamExt};
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt};
use sha2::{Digest, Sha256};
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Pictures decoded at the same time: each may take [`super::DECODED_BYTES_MAX`].
const WORKERS: usize = 2;

/// Where files are kept, and what looks at them first.
#[derive(Clone)]
pub struct FilesSettings {
    /// The place.
    pub place: FilesPlace,
    /// A clamd, when there is one.
    pub scanner: Option<ScannerAddress>,
}

/// The place of files.
#[derive(Clone)]
pub enum FilesPlace {
    /// A folder of this machine, made when it is not there.
    Folder(PathBuf),
    /// A bucket of an S3 server.
    S3(S3Settings),
}

/// How to reach an S3 server.
#[derive(Clone)]
pub struct S3Settings {
    /// `https://host[:port]`; plain `http` is taken from this machine only.
    pub endpoint: String,
    /// The bucket, which must exist.
    pub bucket: String,
    /// The region the server says it is in.
    pub region: String,
    /// Who asks.
    pub access_key: String,
    /// The proof.
    pub secret_key: zeroize::Zeroizing<String>,
}

/// An open place of files. Clones share it.
#[derive(Clone)]
pub struct Bucket {
    store: Arc<dyn ObjectStore>,
    pub(super) workers: Arc<Semaphore>,
    pub(super) scanner: Option<Scanner>,
}

/// A content that lies in the bucket.
pub(crate) struct Stored {
    pub(crate) sha256: String,
    pub(crate) bytes: u64,
    /// Microseconds since 1970.
    pub(crate) put_at: i64,
}

impl Bucket {
    /// Opens the place. A folder is made when it is not there; an S3 server is first asked when
    /// the first file comes.
    pub fn open(settings: &FilesSettings) -> Result<Self> {
        let store: Arc<dyn ObjectStore> = match &settings.place {
            FilesPlace::Folder(folder) => {
                std::fs::create_dir_all(folder).map_err(|error| {
                    Error::Unavailable(format!(
                        "the files folder cannot be made ({})",
                        error.kind()
                    ))
                })?;
                let local =
                    LocalFileSystem::new_with_prefix(folder).map_err(|error| gone(&error))?;
                Arc::new(local.with_fsync(true))
            }
            FilesPlace::S3(s3) => Arc::new(open_s3(s3)?),
        };
        let scanner = settings.scanner.clone().map(Scanner::new);
        Ok(Self { store, workers: Arc::new(Semaphore::new(WORKERS)), scanner })
    }

    /// Stores a content under its hash and says the hash. All of it or nothing; storing it again
    /// renews its age.
    pub(crate) async fn put(&self, bytes: Bytes) -> Result<String> {
        let sha256 = hex(&Sha256::digest(&bytes));
        self.store.put(&path(&sha256)?, bytes.into()).await.map_err(|error| gone(&error))?;
        Ok(sha256)
    }

    /// A content as it comes; `None` when it is not there.
    pub(crate) async fn get(
        &self,
        sha256: &str,
    ) -> Result<Option<BoxStream<'static, Result<Bytes>>>> {
        match self.store.get(&path(sha256)?).await {
            Ok(found) => Ok(Some(found.into_stream().map_err(|error| gone(&error)).boxed())),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(gone(&error)),
        }
    }

    /// The size of a content and when it was put; `None` when it is not there.
    pub(crate) async fn head(&self, sha256: &str) -> Result<Option<Stored>> {
        match self.store.head(&path(sha256)?).await {
            Ok(meta) => Ok(stored(&meta)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(gone(&error)),
        }
    }

    /// Reads a content and says whether it has the hash it is stored under; `None` when it is
    /// not there.
    pub(crate) async fn is_whole(&self, sha256: &str) -> Result<Option<bool>> {
        let Some(mut parts) = self.get(sha256).await? else { return Ok(None) };
        let mut hash = Sha256::new();
        while let Some(part) = parts.try_next().await? {
            hash.update(&part);
        }
        Ok(Some(hex(&hash.finalize()) == sha256))
    }

    /// Removes a content; no matter if it is gone already.
    pub(crate) async fn delete(&self, sha256: &str) -> Result<()> {
        match self.store.delete(&path(sha256)?).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(gone(&error)),
        }
    }

    /// Every content whose hash begins with this byte, in no order.
    pub(crate) fn list(&self, first: u8) -> BoxStream<'static, Result<Stored>> {
        let prefix = Path::from(format!("{first:02x}"));
        self.store
            .list(Some(&prefix))
            .map_err(|error| gone(&error))
            .try_filter_map(|meta| std::future::ready(Ok(stored(&meta))))
            .boxed()
    }
}

fn open_s3(s3: &S3Settings) -> Result<object_store::aws::AmazonS3> {
    let url = reqwest::Url::parse(&s3.endpoint)
        .map_err(|_| Error::Fault("the S3 endpoint is not a URL".to_owned()))?;
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    let loopback = host == "localhost"
        || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback());
    if url.scheme() != "https" && !(url.scheme() == "http" && loopback) {
        return Err(Error::Fault("the S3 endpoint must be https".to_owned()));
    }
    if rustls::crypto::CryptoProvider::get_default().is_none()
        && rustls::crypto::ring::default_provider().install_default().is_err()
    {
        // Another thread was faster, with the same provider or the program's own choice.
        tracing::debug!("a TLS provider was installed meanwhile");
    }
    AmazonS3Builder::new()
        .with_endpoint(s3.endpoint.trim_end_matches('/'))
        .with_bucket_name(&s3.bucket)
        .with_region(&s3.region)
        .with_access_key_id(&s3.access_key)
        .with_secret_access_key(s3.secret_key.as_str())
        .with_allow_http(loopback)
        .build()
        .map_err(|error| gone(&error))
}

/// Two levels of folders, so that none has more than some thousand entries.
fn path(sha256: &str) -> Result<Path> {
    match (sha256.get(..2), sha256.get(2..4)) {
        (Some(first), Some(second)) if is_hash(sha256) => {
            Ok(Path::from(format!("{first}/{second}/{sha256}")))
        }
        _ => Err(Error::Corrupt("the hash of a file is not a hash".to_owned())),
    }
}

fn is_hash(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

/// What else lies in the bucket is none of ours.
fn stored(meta: &object_store::ObjectMeta) -> Option<Stored> {
    let sha256 = meta.location.filename().filter(|name| is_hash(name))?;
    let put_at = meta.last_modified.timestamp_micros();
    Some(Stored { sha256: sha256.to_owned(), bytes: meta.size, put_at })
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        for digit in [byte >> 4, byte & 15] {
            text.extend(char::from_digit(digit.into(), 16));
        }
        text
    })
}

/// What is wrong, without the address, which may hold a host name of the operator.
fn gone(error: &object_store::Error) -> Error {
    let what = match error {
        object_store::Error::NotFound { .. } => "no such bucket or folder",
        object_store::Error::PermissionDenied { .. } => "permission denied",
        object_store::Error::Unauthenticated { .. } => "the credentials are not taken",
        _ => "it does not answer or refuses",
    };
    tracing::warn!(error = what, "the place of files fails");
    Error::Unavailable(format!("the place of files: {what}"))
}
