//! What a file is, by its content. Its name and the type the browser claims are never asked.

use super::FileRefusal;
use super::container::{brand, ebml_doc_type, ogg_codec_is_audio};
use domain::filing::is_forbidden;
use domain::worded;

worded! {
    /// The types that are taken.
    pub enum FileKind {
        /// Re-encoded, whatever picture it was.
        Jpeg = "image/jpeg",
        /// Re-encoded as JPEG.
        Png = "image/png",
        /// Re-encoded as JPEG.
        Webp = "image/webp",
        /// Portable document.
        Pdf = "application/pdf",
        /// Video of most phones.
        Mp4 = "video/mp4",
        /// Video of iPhones.
        QuickTime = "video/quicktime",
        /// Video of old phones.
        ThreeGp = "video/3gpp",
        /// Video or sound recorded by a browser.
        Webm = "video/webm",
        /// Voice memo.
        M4a = "audio/mp4",
        /// Voice message of a chat app.
        Ogg = "audio/ogg",
        /// Sound.
        Mp3 = "audio/mpeg",
        /// Sound.
        Wav = "audio/wav",
        /// Words.
        Text = "text/plain",
    }
}

impl FileKind {
    /// The ending of names of this type.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Webp => "webp",
            Self::Pdf => "pdf",
            Self::Mp4 => "mp4",
            Self::QuickTime => "mov",
            Self::ThreeGp => "3gp",
            Self::Webm => "webm",
            Self::M4a => "m4a",
            Self::Ogg => "ogg",
            Self::Mp3 => "mp3",
            Self::Wav => "wav",
            Self::Text => "txt",
        }
    }

    /// True for pictures: re-encoded when stored, shown in place when read.
    #[must_use]
    pub fn is_image(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png | Self::Webp)
    }
}

/// The type of a file, or why it is not taken.
pub(super) fn sniff(bytes: &[u8]) -> Result<FileKind, FileRefusal> {
    let at = |offset: usize, magic: &[u8]| {
        bytes.get(offset..).is_some_and(|rest| rest.starts_with(magic))
    };
    if bytes.is_empty() {
        return Err(FileRefusal::Empty);
    }
    if at(0, b"\xff\xd8\xff") {
        Ok(FileKind::Jpeg)
    } else if at(0, b"\x89PNG\r\n\x1a\n") {
        Ok(FileKind::Png)
    } else if at(0, b"RIFF") && at(8, b"WEBP") {
        Ok(FileKind::Webp)
    } else if at(0, b"RIFF") && at(8, b"WAVE") {
        Ok(FileKind::Wav)
    } else if at(0, b"%PDF-") {
        Ok(FileKind::Pdf)
    } else if at(4, b"ftyp") {
        by_brand(bytes)
    } else if at(0, b"\x1a\x45\xdf\xa3") {
        if ebml_doc_type(bytes) == Some(b"webm") {
            Ok(FileKind::Webm)
        } else {
            Err(FileRefusal::Type)
        }
    } else if at(0, b"OggS") {
        if ogg_codec_is_audio(bytes) { Ok(FileKind::Ogg) } else { Err(FileRefusal::Type) }
    } else if at(0, b"ID3") || mp3_sync(bytes) {
        Ok(FileKind::Mp3)
    } else {
        text(bytes)
    }
}

/// Layer III of MPEG audio. The container check looks at the frame that follows.
fn mp3_sync(bytes: &[u8]) -> bool {
    matches!(bytes, [0xff, second, ..] if second & 0xe6 == 0xe2)
}

fn by_brand(bytes: &[u8]) -> Result<FileKind, FileRefusal> {
    match brand(bytes) {
        Some(b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"mif1" | b"msf1") => {
            Err(FileRefusal::Heic)
        }
        Some(b"avif" | b"avis" | b"crx " | b"M4P " | b"M4B ") | None => Err(FileRefusal::Type),
        Some(b"qt  ") => Ok(FileKind::QuickTime),
        Some(b"M4A ") => Ok(FileKind::M4a),
        Some([b'3', b'g', ..]) => Ok(FileKind::ThreeGp),
        Some(b"isom" | b"iso2" | b"iso4" | b"iso5" | b"iso6" | b"mp41" | b"mp42" | b"avc1") => {
            Ok(FileKind::Mp4)
        }
        Some(b"M4V " | b"MSNV" | b"dash" | b"mmp4" | b"f4v ") => Ok(FileKind::Mp4),
        Some(_) => Err(FileRefusal::Type),
    }
}

/// Words in UTF-8. Markup, scripts and rich text are words too, but a program may act on them.
fn text(bytes: &[u8]) -> Result<FileKind, FileRefusal> {
    let text = std::str::from_utf8(bytes).map_err(|_| FileRefusal::Type)?;
    let words = text.trim_start_matches('\u{feff}').trim();
    if words.chars().any(is_forbidden) || ["<", "#!", "{\\rtf"].iter().any(|m| words.starts_with(m))
    {
        Err(FileRefusal::Type)
    } else if words.is_empty() {
        Err(FileRefusal::Empty)
    } else {
        Ok(FileKind::Text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ftyp(brand: [u8; 4]) -> Vec<u8> {
        [&16u32.to_be_bytes()[..], b"ftyp", &brand, &[0; 4]].concat()
    }

    #[test]
    fn knows_types_by_content() {
        for (content, expected) in [
            (&b"\xff\xd8\xff\xe0...."[..], Ok(FileKind::Jpeg)),
            (b"\x89PNG\r\n\x1a\n....", Ok(FileKind::Png)),
            (b"RIFF....WEBPVP8 ", Ok(FileKind::Webp)),
            (b"RIFF....WAVEfmt ", Ok(FileKind::Wav)),
            (b"%PDF-1.7\n", Ok(FileKind::Pdf)),
            (b"ID3\x04", Ok(FileKind::Mp3)),
            ("Jalan rusak di depan sekolah.\n".as_bytes(), Ok(FileKind::Text)),
            (b"", Err(FileRefusal::Empty)),
            (b" \n\t", Err(FileRefusal::Empty)),
            (b"GIF89a", Ok(FileKind::Text)),
            (b"GIF89a\x01\x00\x01\x00", Err(FileRefusal::Type)),
            (b"PK\x03\x04", Err(FileRefusal::Type)),
            (b"MZ\x90\x00", Err(FileRefusal::Type)),
            (b"  <svg onload=alert(1)>", Err(FileRefusal::Type)),
            (b"<!doctype html>", Err(FileRefusal::Type)),
            (b"#!/bin/sh\n", Err(FileRefusal::Type)),
            (b"{\\rtf1", Err(FileRefusal::Type)),
            ("abc\u{202e}gpj.exe".as_bytes(), Err(FileRefusal::Type)),
            (b"\xff\xf1\x50\x80", Err(FileRefusal::Type)),
        ] {
            assert_eq!(sniff(content), expected, "{}", String::from_utf8_lossy(content));
        }
    }

    #[test]
    fn knows_what_a_phone_recorded_by_its_brand() {
        assert_eq!(sniff(&ftyp(*b"isom")), Ok(FileKind::Mp4));
        assert_eq!(sniff(&ftyp(*b"3gp4")), Ok(FileKind::ThreeGp));
        assert_eq!(sniff(&ftyp(*b"M4A ")), Ok(FileKind::M4a));
        assert_eq!(sniff(&ftyp(*b"qt  ")), Ok(FileKind::QuickTime));
        assert_eq!(sniff(&ftyp(*b"heic")), Err(FileRefusal::Heic));
        assert_eq!(sniff(&ftyp(*b"avif")), Err(FileRefusal::Type));
        assert_eq!(sniff(&ftyp(*b"zzzz")), Err(FileRefusal::Type));
    }
}
