//! Why a file is not taken, or not given out.

/// Why not. A value, never a fault: each has a message in every language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FileRefusal {
    /// The file alone, or all files of this submission together, have more bytes than allowed.
    #[error("the files of one submission may have {max} bytes")]
    TooLarge {
        /// Bytes allowed.
        max: u64,
    },
    /// More files than one submission may have.
    #[error("one submission may have {max} files")]
    TooMany {
        /// Files allowed.
        max: usize,
    },
    /// A picture that needs more memory than one upload may take.
    #[error("the picture has too many pixels")]
    TooManyPixels,
    /// Not one of the types that are taken.
    #[error("files of this type are not taken")]
    Type,
    /// A HEIC picture, which a phone can send as JPEG instead.
    #[error("HEIC pictures are not taken; JPEG is")]
    Heic,
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// It begins like one of the types but does not hold together.
    #[error("the file is damaged or incomplete")]
    Damaged,
    /// The scanner found something in it.
    #[error("the scanner found harmful software in the file")]
    Infected,
    /// The scanner has not answered yet, so the file is not given out.
    #[error("the file waits for the scanner")]
    ScannerAway,
}

impl FileRefusal {
    /// Key of the message for people.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "file-too-large",
            Self::TooMany { .. } => "file-too-many",
            Self::TooManyPixels => "file-too-many-pixels",
            Self::Type => "file-type",
            Self::Heic => "file-heic",
            Self::Empty => "file-empty",
            Self::Damaged => "file-damaged",
            Self::Infected => "file-infected",
            Self::ScannerAway => "file-scanner-away",
        }
    }
}
