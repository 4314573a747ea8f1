//! Sound, video and documents: stored as they came, after looking whether they hold together,
//! and without what their containers tell about the person.
//!
//! What is taken out in place, without moving a byte: of MP4, 3GP, M4A and `QuickTime` all user
//! data, metadata and extension boxes of the file and its tracks (place, device, title) and all
//! creation times; of WAV the LIST, broadcast and XML chunks; of MP3 both ID3 tags. What stays:
//! metadata tracks between the frames (some action cameras write positions there), tags of
//! `WebM` and OGG. Nothing is decoded. PDF: [`super::pdf`].

use super::sniff::FileKind;
use super::taken::Taken;
use super::{FileRefusal, pdf};
use std::ops::Range;

/// From 1904-01-01, the zero of MP4 times, to 1970-01-01, in seconds.
const MP4_EPOCH: i64 = 2_082_844_800;

type Checked<T> = Result<T, FileRefusal>;

/// Looks whether the container is whole and removes what [the module](self) says. Returns what
/// the container told about when and where.
pub(super) fn clean(kind: FileKind, bytes: &mut Vec<u8>) -> Checked<Taken> {
    match kind {
        FileKind::Mp4 | FileKind::QuickTime | FileKind::ThreeGp | FileKind::M4a => mp4(bytes),
        FileKind::Wav => wav(bytes),
        FileKind::Mp3 => mp3(bytes),
        FileKind::Ogg => ogg(bytes),
        FileKind::Pdf => pdf::clean(bytes).map(|()| Taken::default()),
        FileKind::Webm | FileKind::Text | FileKind::Jpeg | FileKind::Png | FileKind::Webp => {
            Ok(Taken::default())
        }
    }
}

/// The major brand of an MP4 family file.
pub(super) fn brand(bytes: &[u8]) -> Option<&[u8; 4]> {
    bytes.get(8..)?.first_chunk()
}

fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|four| u32::from_be_bytes(*four))
}

fn le32(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|four| u32::from_le_bytes(*four))
}

fn index(n: u64) -> Option<usize> {
    usize::try_from(n).ok()
}

/// A box: its name, where its header begins and where its content lies.
struct Boxed {
    name: [u8; 4],
    header: usize,
    content: Range<usize>,
}

/// The boxes that fill `range` without a gap.
fn boxes(bytes: &[u8], range: Range<usize>) -> Checked<Vec<Boxed>> {
    let mut found = Vec::new();
    let mut at = range.start;
    while at < range.end {
        let next = box_at(bytes, at, range.end).ok_or(FileRefusal::Damaged)?;
        at = next.content.end;
        found.push(next);
    }
    Ok(found)
}

fn box_at(bytes: &[u8], at: usize, end: usize) -> Option<Boxed> {
    let name = *bytes.get(at + 4..end)?.first_chunk()?;
    let (head, size) = match be32(bytes, at)? {
        0 => (8, end - at),
        1 => {
            let eight = bytes.get(at + 8..)?.first_chunk()?;
            (16, index(u64::from_be_bytes(*eight))?)
        }
        size => (8, index(size.into())?),
    };
    let stop = at.checked_add(size)?;
    (size >= head && stop <= end).then_some(Boxed { name, header: at, content: at + head..stop })
}

fn mp4(bytes: &mut [u8]) -> Checked<Taken> {
    let mut taken = Taken::default();
    let top = boxes(bytes, 0..bytes.len())?;
    let has = |name: &[u8; 4]| top.iter().any(|b| b.name == *name);
    if !has(b"moov") || !(has(b"mdat") || has(b"moof")) {
        return Err(FileRefusal::Damaged);
    }
    for each in top {
        mp4_box(bytes, &each, &mut taken)?;
    }
    Ok(taken)
}

/// Cleans one box; containers on the way to the tracks are entered.
fn mp4_box(bytes: &mut [u8], each: &Boxed, taken: &mut Taken) -> Checked<()> {
    match &each.name {
        b"moov" | b"trak" | b"mdia" => {
            for inner in boxes(bytes, each.content.clone())? {
                mp4_box(bytes, &inner, taken)?;
            }
        }
        b"udta" | b"meta" | b"uuid" | b"free" | b"skip" => {
            if let Some(point) = bytes.get(each.content.clone()).and_then(location) {
                taken.point.get_or_insert(point);
            }
            wipe(bytes, each.content.clone());
            if let Some(name) = bytes.get_mut(each.header + 4..each.header + 8) {
                name.copy_from_slice(b"free");
            }
        }
        b"mvhd" | b"tkhd" | b"mdhd" => mp4_times(bytes, each, taken),
        _ => {}
    }
    Ok(())
}

/// Sets creation and modification time to none.
fn mp4_times(bytes: &mut [u8], each: &Boxed, taken: &mut Taken) {
    let start = each.content.start;
    let long = bytes.get(start) == Some(&1);
    if &each.name == b"mvhd" {
        let low = if long { be32(bytes, start + 8) } else { be32(bytes, start + 4) };
        let seconds = low.map_or(0, |s| i64::from(s) - MP4_EPOCH);
        if seconds > 0 && taken.at.is_none() {
            taken.at = jiff::Timestamp::from_second(seconds).ok().map(|at| at.to_string());
        }
    }
    wipe(bytes, start + 4..start + if long { 20 } else { 12 });
}

/// An ISO 6709 place in a box of text: `+37.3349-122.0090/`, at most the first one.
fn location(content: &[u8]) -> Option<(i64, i64)> {
    let marks = [&b"\xa9xyz"[..], b"ISO6709"];
    let begin = marks.iter().find_map(|m| content.windows(m.len()).position(|w| w == *m))?;
    let text = content.get(begin..)?;
    let start = text.windows(2).position(|w| matches!(w, [b'+' | b'-', b'0'..=b'9']))?;
    let text: String = text
        .get(start..)?
        .iter()
        .map(|byte| char::from(*byte))
        .take_while(|c| matches!(c, '+' | '-' | '.' | '0'..='9'))
        .take(40)
        .collect();
    let second = text.get(1..)?.find(['+', '-'])? + 1;
    let (latitude, rest) = text.split_at(second);
    let end = rest.get(1..)?.find(['+', '-']).map_or(rest.len(), |at| at + 1);
    Taken::point_of(latitude.parse().ok()?, rest.get(..end)?.parse().ok()?)
}

fn wipe(bytes: &mut [u8], range: Range<usize>) {
    if let Some(content) = bytes.get_mut(range) {
        content.fill(0);
    }
}

fn wav(bytes: &mut [u8]) -> Checked<Taken> {
    let mut at = 12;
    let (mut format, mut data) = (false, false);
    while at + 8 <= bytes.len() {
        let name: [u8; 4] = bytes
            .get(at..)
            .and_then(|rest| rest.first_chunk())
            .copied()
            .ok_or(FileRefusal::Damaged)?;
        let size = le32(bytes, at + 4).and_then(|s| index(s.into())).ok_or(FileRefusal::Damaged)?;
        let end = (at + 8).checked_add(size).ok_or(FileRefusal::Damaged)?;
        if end > bytes.len() {
            return Err(FileRefusal::Damaged);
        }
        match &name {
            b"fmt " => format = true,
            b"data" => data = true,
            b"fact" | b"cue " | b"smpl" => {}
            _ => {
                wipe(bytes, at + 8..end);
                if let Some(name) = bytes.get_mut(at..at + 4) {
                    name.copy_from_slice(b"JUNK");
                }
            }
        }
        at = end + size % 2;
    }
    if format && data { Ok(Taken::default()) } else { Err(FileRefusal::Damaged) }
}

fn mp3(bytes: &mut Vec<u8>) -> Checked<Taken> {
    if let [b'I', b'D', b'3', _, _, flags, a, b, c, d, ..] = bytes.as_slice() {
        let size = [a, b, c, d].into_iter().fold(0, |n, byte| n << 7 | usize::from(byte & 0x7f));
        let footer = if flags & 0x10 == 0 { 0 } else { 10 };
        let end = 10 + size + footer;
        if end >= bytes.len() {
            return Err(FileRefusal::Damaged);
        }
        bytes.drain(..end);
        // Some encoders pad behind the tag.
        let padding = bytes.iter().take_while(|byte| **byte == 0).count();
        bytes.drain(..padding);
    }
    let last = bytes.len().saturating_sub(128);
    if bytes.get(last..).is_some_and(|tail| tail.len() == 128 && tail.starts_with(b"TAG")) {
        bytes.truncate(last);
    }
    let length = frame_length(bytes).ok_or(FileRefusal::Damaged)?;
    let next = bytes.get(length..).filter(|rest| !rest.is_empty());
    if next.is_none_or(|rest| frame_length(rest).is_some()) && length <= bytes.len() {
        Ok(Taken::default())
    } else {
        Err(FileRefusal::Damaged)
    }
}

/// Bytes of the layer III frame that begins here, from its header.
fn frame_length(bytes: &[u8]) -> Option<usize> {
    const KBIT: [[usize; 14]; 2] = [
        [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
        [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
    ];
    const HERTZ: [usize; 3] = [44_100, 48_000, 32_000];
    let [0xff, second, third, ..] = bytes else { return None };
    if second & 0xe6 != 0xe2 {
        return None;
    }
    // Version bits: 3 is MPEG 1, 2 is MPEG 2, 0 is MPEG 2.5.
    let version = second >> 3 & 3;
    let (halves, shift) = match version {
        3 => (0, 0),
        2 => (1, 1),
        0 => (1, 2),
        _ => return None,
    };
    let kbit = KBIT.get(halves)?.get(usize::from(third >> 4).checked_sub(1)?)?;
    let hertz = HERTZ.get(usize::from(third >> 2 & 3))? >> shift;
    let samples = if version == 3 { 144 } else { 72 };
    Some(samples * kbit * 1_000 / hertz + usize::from(third >> 1 & 1))
}

/// True when the first packet of an Ogg file is Opus or Vorbis.
pub(super) fn ogg_codec_is_audio(bytes: &[u8]) -> bool {
    let segments = bytes.get(26).copied().map_or(0, usize::from);
    let packet = bytes.get(27 + segments..).unwrap_or_default();
    packet.starts_with(b"OpusHead") || packet.starts_with(b"\x01vorbis")
}

fn ogg(bytes: &[u8]) -> Checked<Taken> {
    let mut at = 0;
    while at < bytes.len() {
        at = ogg_page_end(bytes, at).ok_or(FileRefusal::Damaged)?;
    }
    Ok(Taken::default())
}

fn ogg_page_end(bytes: &[u8], at: usize) -> Option<usize> {
    let page = bytes.get(at..)?;
    let segments = usize::from(*page.get(26)?);
    let lengths = page.get(27..27 + segments)?;
    let end = at + 27 + segments + lengths.iter().map(|n| usize::from(*n)).sum::<usize>();
    (page.starts_with(b"OggS\0") && end <= bytes.len()).then_some(end)
}

/// The `DocType` in the first element of a Matroska family file.
pub(super) fn ebml_doc_type(bytes: &[u8]) -> Option<&[u8]> {
    let head = bytes.get(..bytes.len().min(64))?;
    let at = head.windows(2).position(|w| w == [0x42, 0x82])? + 2;
    let length = usize::from(head.get(at)?.checked_sub(0x80)?);
    head.get(at + 1..at + 1 + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "byte strings read best")]
    fn boxed(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
        let size = u32::try_from(8 + content.len()).unwrap().to_be_bytes();
        [&size[..], name, content].concat()
    }

    /// A video as Android writes it: a place in `udta`, a creation time in `mvhd`.
    fn phone_video() -> Vec<u8> {
        let mut mvhd = vec![0; 100];
        mvhd[4..8].copy_from_slice(&(2_082_844_800u32 + 1_800_000_000).to_be_bytes());
        let xyz = boxed(b"\xa9xyz", b"\x00\x12\x15\xc7-06.9147+107.6098/");
        let track = boxed(b"trak", &boxed(b"udta", b"name of a person"));
        let moov = [boxed(b"mvhd", &mvhd), boxed(b"udta", &xyz), track].concat();
        let uuid = boxed(b"uuid", b"<x:xmpmeta GPS");
        let frames = boxed(b"mdat", b"frames");
        [boxed(b"ftyp", b"isom\0\0\0\0isom"), boxed(b"moov", &moov), frames, uuid].concat()
    }

    #[test]
    fn a_video_loses_place_person_and_time_but_no_byte() {
        let original = phone_video();
        let mut bytes = original.clone();
        let taken = clean(FileKind::Mp4, &mut bytes).unwrap();
        assert_eq!(taken.point, Some((-6_914_700, 107_609_800)));
        assert_eq!(taken.at.as_deref(), Some("2027-01-15T08:00:00Z"));
        assert_eq!(bytes.len(), original.len());
        for gone in [&b"06.9147"[..], b"person", b"xmpmeta", b"udta", b"uuid", &original[40..44]] {
            assert!(!bytes.windows(gone.len()).any(|w| w == gone), "{gone:?}");
        }
        assert!(bytes.windows(6).any(|w| w == b"frames"));
        assert_eq!(clean(FileKind::Mp4, &mut bytes).unwrap(), Taken::default());
    }

    #[test]
    fn a_video_that_was_cut_off_is_damaged() {
        let whole = phone_video();
        for length in [20, 60, whole.len() - 1] {
            let mut cut = whole[..length].to_vec();
            assert_eq!(clean(FileKind::Mp4, &mut cut), Err(FileRefusal::Damaged), "{length}");
        }
        let mut zero = [&2u32.to_be_bytes()[..], b"moov"].concat();
        assert_eq!(clean(FileKind::Mp4, &mut zero), Err(FileRefusal::Damaged));
    }

    #[test]
    fn a_recording_loses_its_tags() {
        // MPEG 1, 128 kbit/s, 44.1 kHz: 417 bytes a frame.
        let mut frame = vec![0xff, 0xfb, 0x90, 0x00];
        frame.resize(417, 0);
        let tag = [&b"ID3\x04\x00\x00\x00\x00\x00\x0a"[..], b"Siti Aisya"].concat();
        let mut old_tag = b"TAGSiti".to_vec();
        old_tag.resize(128, 0);
        let mut bytes = [tag, frame.clone(), frame.clone(), old_tag].concat();
        clean(FileKind::Mp3, &mut bytes).unwrap();
        assert_eq!(bytes, [frame.clone(), frame.clone()].concat());
        let mut noise = [frame, b"not a frame".to_vec()].concat();
        assert_eq!(clean(FileKind::Mp3, &mut noise), Err(FileRefusal::Damaged));
    }

    #[test]
    fn a_wave_file_loses_its_list() {
        let chunk = |name: &[u8; 4], content: &[u8]| {
            [&name[..], &u32::try_from(content.len()).unwrap().to_le_bytes(), content].concat()
        };
        let list = chunk(b"LIST", b"INFOIART Siti   ");
        let parts =
            [b"RIFF\0\0\0\0WAVE".to_vec(), chunk(b"fmt ", &[0; 16]), list, chunk(b"data", b"1234")];
        let mut bytes = parts.concat();
        clean(FileKind::Wav, &mut bytes).unwrap();
        assert!(!bytes.windows(4).any(|w| w == b"Siti" || w == b"LIST"));
        let mut cut = bytes[..bytes.len() - 2].to_vec();
        assert_eq!(clean(FileKind::Wav, &mut cut), Err(FileRefusal::Damaged));
    }

    #[test]
    fn ogg_pages_are_checked() {
        let page = [&b"OggS\0\x02"[..], &[0; 20], &[1, 8], b"OpusHead"].concat();
        assert!(ogg_codec_is_audio(&page));
        let mut two = [page.clone(), page.clone()].concat();
        assert!(clean(FileKind::Ogg, &mut two).is_ok());
        two.pop();
        assert_eq!(clean(FileKind::Ogg, &mut two), Err(FileRefusal::Damaged));
        assert_eq!(ebml_doc_type(b"\x1a\x45\xdf\xa3\x87\x42\x82\x84webm"), Some(&b"webm"[..]));
    }
}
