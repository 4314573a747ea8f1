//! Forms that carry files, read into memory: the limits of a submission bound them.

use crate::failure::Failure;
use crate::fields::Fields;
use axum::extract::multipart::{Multipart, MultipartError};
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use bytes::Bytes;

/// One chosen file.
pub(crate) struct File {
    /// Its name as the browser says; cleaned when it is stored.
    pub(crate) name: String,
    /// Its content.
    pub(crate) bytes: Bytes,
}

/// What was typed and which files were chosen. A form without files is read as well, so that one
/// page can have both kinds.
pub(crate) struct Upload {
    pub(crate) fields: Fields,
    pub(crate) files: Vec<File>,
}

impl<S: Send + Sync> FromRequest<S> for Upload {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|v| v.to_str().ok());
        if !kind.is_some_and(|kind| kind.starts_with("multipart/form-data")) {
            let fields = Fields::from_request(request, state).await?;
            return Ok(Self { fields, files: Vec::new() });
        }
        let parts = Multipart::from_request(request, state).await;
        read(parts.map_err(|_| Failure::BadForm)?).await
    }
}

async fn read(mut parts: Multipart) -> Result<Upload, Failure> {
    let (mut pairs, mut files) = (Vec::new(), Vec::new());
    while let Some(part) = parts.next_field().await.map_err(|e| fault(&e))? {
        let name = part.name().unwrap_or("").to_owned();
        match part.file_name().map(str::to_owned) {
            Some(file) => {
                let bytes = part.bytes().await.map_err(|e| fault(&e))?;
                // A browser sends an empty, nameless file where none was chosen.
                if !file.is_empty() || !bytes.is_empty() {
                    files.push(File { name: file, bytes });
                }
            }
            None => pairs.push((name, part.text().await.map_err(|e| fault(&e))?)),
        }
    }
    Ok(Upload { fields: Fields::new(pairs), files })
}

fn fault(error: &MultipartError) -> Failure {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        Failure::TooLarge
    } else {
        Failure::BadForm
    }
}
