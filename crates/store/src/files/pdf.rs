//! PDF: written anew without what it tells about who made it and with what: the information
//! dictionary, every metadata stream (XMP), private data of programs, and whatever earlier
//! versions of the file left behind. Pages, forms and text stay.
//!
//! A locked file, and one that only forgiving viewers can read, stays as it came: evidence that
//! cannot be cleaned is still evidence.

use super::FileRefusal;
use lopdf::{Document, LoadOptions, Object, ObjectId};

/// How far from its end a PDF may have its end mark.
const TAIL: usize = 2_048;
/// What one stream may unpack to while reading: no page of a complaint comes near.
const UNPACKED_MAX: usize = 64 << 20;
/// Keys that tell about the maker, on whatever they are found.
const ABOUT_THE_MAKER: [&[u8]; 3] = [b"Metadata", b"PieceInfo", b"LastModified"];

/// Checks that the file is whole and takes out what [the module](self) says.
pub(super) fn clean(bytes: &mut Vec<u8>) -> Result<(), FileRefusal> {
    let tail = bytes.get(bytes.len().saturating_sub(TAIL)..).unwrap_or_default();
    let ended = tail.windows(5).any(|five| five == b"%%EOF");
    let version = matches!(bytes.get(5..7), Some([b'1' | b'2', b'.']));
    if !ended || !version {
        return Err(FileRefusal::Damaged);
    }
    if let Some(cleaned) = without_maker(bytes) {
        *bytes = cleaned;
    }
    Ok(())
}

fn without_maker(bytes: &[u8]) -> Option<Vec<u8>> {
    let options = LoadOptions { max_decompressed_size: Some(UNPACKED_MAX), ..Default::default() };
    let mut document = Document::load_mem_with_options(bytes, options).ok()?;
    if document.is_encrypted() || document.get_pages().is_empty() {
        return None;
    }
    document.trailer.remove(b"Info");
    document.objects.retain(|_: &ObjectId, object: &mut Object| !is_metadata(object));
    for object in document.objects.values_mut() {
        let dictionary = match object {
            Object::Dictionary(dictionary) => dictionary,
            Object::Stream(stream) => &mut stream.dict,
            _ => continue,
        };
        for key in ABOUT_THE_MAKER {
            dictionary.remove(key);
        }
    }
    // What nothing points to any more would be written all the same.
    document.prune_objects();
    let mut cleaned = Vec::with_capacity(bytes.len());
    document.save_to(&mut cleaned).ok()?;
    Some(cleaned)
}

fn is_metadata(object: &Object) -> bool {
    matches!(object, Object::Stream(stream) if stream.dict.has_type(b"Metadata"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::{Stream, dictionary};

    /// One page that says "Halo", by Siti, with XMP on the catalog, compressed as offices do.
    fn written(compressed: bool) -> Vec<u8> {
        let mut document = Document::with_version("1.7");
        let pages = document.new_object_id();
        let words = b"BT /F1 12 Tf 20 100 Td (Halo) Tj ET".to_vec();
        let content = document.add_object(Stream::new(dictionary! {}, words));
        let page = document.add_object(dictionary! {
            "Type" => "Page", "Parent" => pages, "Contents" => content,
            "MediaBox" => vec![0.into(), 0.into(), 200.into(), 200.into()],
        });
        document.set_object(
            pages,
            dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 },
        );
        let xmp = b"<x:xmpmeta>Siti Rahma</x:xmpmeta>".to_vec();
        let kind = dictionary! { "Type" => "Metadata", "Subtype" => "XML" };
        let xmp = document.add_object(Stream::new(kind, xmp));
        let catalog = dictionary! { "Type" => "Catalog", "Pages" => pages, "Metadata" => xmp };
        let catalog = document.add_object(catalog);
        document.trailer.set("Root", catalog);
        let author = Object::string_literal("Siti Rahma");
        let info = document.add_object(dictionary! { "Author" => author });
        document.trailer.set("Info", info);
        let mut bytes = Vec::new();
        if compressed {
            document.save_modern(&mut bytes).unwrap();
        } else {
            document.save_to(&mut bytes).unwrap();
        }
        bytes
    }

    fn tells(bytes: &[u8], word: &str) -> bool {
        let mut document = Document::load_mem(bytes).unwrap();
        document.decompress();
        let mut plain = Vec::new();
        document.save_to(&mut plain).unwrap();
        plain.windows(word.len()).any(|part| part == word.as_bytes())
    }

    #[test]
    fn the_maker_goes_and_the_page_stays() {
        for compressed in [false, true] {
            let mut bytes = written(compressed);
            assert!(tells(&bytes, "Siti"), "compressed: {compressed}");
            clean(&mut bytes).unwrap();
            assert!(!tells(&bytes, "Siti") && tells(&bytes, "Halo"), "compressed: {compressed}");
            assert_eq!(Document::load_mem(&bytes).unwrap().get_pages().len(), 1);
        }
    }

    #[test]
    fn what_cannot_be_cleaned_stays_and_what_is_cut_is_refused() {
        let odd = b"%PDF-1.4\nonly some viewers read this\n%%EOF\n".to_vec();
        let mut kept = odd.clone();
        clean(&mut kept).unwrap();
        assert_eq!(kept, odd);
        assert_eq!(clean(&mut b"%PDF-1.4\n".to_vec()), Err(FileRefusal::Damaged));
        let mut cut = written(false);
        cut.truncate(cut.len() / 2);
        assert_eq!(clean(&mut cut), Err(FileRefusal::Damaged));
    }
}
