//! Attachments: what is taken, what is left of it, who still needs it.

use crate::pictures::{jpeg, png, png_of_glass, scene, webp, with_exif};
use crate::town::{self, file, send};
use bytes::Bytes;
use domain::limit::{FILES_BYTES_MAX, FILES_MAX};
use domain::{ReportId, filing::FileNo};
use futures_util::TryStreamExt;
use image::GenericImageView;
use jiff::SignedDuration;
use std::path::Path;
use store::files::{
    self, Attachment, Bucket, FileKind, FileRefusal, FileState, FilesPlace, FilesSettings,
    ORPHAN_AGE, Origin, ScannerAddress, UNCLAIMED_LIFE, Used,
};
use store::testing::Place;
use store::{Error, Store, both_engines, drafts, migrate};

pub(crate) fn folder(path: &Path) -> Bucket {
    let place = FilesPlace::Folder(path.to_owned());
    Bucket::open(&FilesSettings { place, scanner: None }).unwrap()
}

/// A store and a bucket in a place.
pub(crate) async fn furnished(place: &Place) -> (Store, Bucket) {
    let db = place.open().await;
    migrate::apply(&db, migrate::STEPS, 0, |_| {}).await.unwrap();
    // Contents are dated by the file system, so the clock must not be behind it.
    let now = "2035-03-05T02:00:00Z".parse().unwrap();
    (town::store_at(db, now).0, folder(&place.folder().join("files")))
}

pub(crate) async fn add(
    store: &Store,
    bucket: &Bucket,
    id: ReportId,
    bytes: Vec<u8>,
) -> Attachment {
    files::add(store, bucket, id, Origin::Reporter, "foto.jpg", bytes.into()).await.unwrap()
}

async fn refused(
    store: &Store,
    bucket: &Bucket,
    id: ReportId,
    bytes: impl Into<Bytes>,
) -> FileRefusal {
    match files::add(store, bucket, id, Origin::Reporter, "foto.jpg", bytes.into()).await {
        Err(Error::File(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

pub(crate) async fn content(store: &Store, bucket: &Bucket, id: ReportId, no: FileNo) -> Vec<u8> {
    let opened = files::read(store, bucket, id, no).await.unwrap();
    let parts: Vec<Bytes> = opened.content.try_collect().await.unwrap();
    parts.concat()
}

fn new_id(store: &Store) -> ReportId {
    ReportId(store.next_id())
}

/// Something of this many bytes that is taken as it is.
fn document(bytes: usize, mark: usize) -> Vec<u8> {
    let mut out = format!("%PDF-1.7\n%{mark:08}\n").into_bytes();
    out.resize(bytes - 6, b' ');
    out.extend(b"\n%%EOF");
    out
}

both_engines!(empty a_photograph_is_known_again_however_it_was_encoded, |place| async move {
    let (store, bucket) = furnished(&place).await;
    let (first, second) = (new_id(&store), new_id(&store));
    let used = async |id, bytes: Vec<u8>| files::proof(&store, &bucket, id, bytes.into()).await.unwrap().used;
    let proof = scene(1, 1_200, 900, 92);
    files::add(&store, &bucket, first, Origin::Office, "bukti.jpg", proof.clone().into()).await.unwrap();
    add(&store, &bucket, first, scene(2, 800, 600, 90)).await;
    // Of another case its proof is known, shrunk and encoded anew too; its reporter's is not.
    for again in [proof.clone(), scene(1, 400, 300, 60), scene(1, 1_000, 750, 75)] {
        assert_eq!(used(second, again).await, Some(Used::Elsewhere(first)));
    }
    assert_eq!(used(second, scene(2, 800, 600, 90)).await, None);
    assert_eq!(used(second, scene(3, 800, 600, 90)).await, None);
    // In its own report the office's is its own; the reporter's is not the office's to show.
    assert_eq!(used(first, proof).await, None);
    assert_eq!(used(first, scene(2, 640, 480, 70)).await, Some(Used::ByReporter));
    // What is no picture, or looks like any other, was used nowhere.
    files::add(&store, &bucket, first, Origin::Office, "langit.jpg", jpeg(400, 200).into()).await.unwrap();
    for nothing in [jpeg(400, 200), document(500, 1), b"MZ".to_vec()] {
        assert_eq!(used(second, nothing).await, None);
    }
});

both_engines!(empty a_photo_is_turned_upright_and_tells_nothing, |place| async move {
    let (store, bucket) = furnished(&place).await;
    let id = new_id(&store);
    let sent = with_exif(&jpeg(400, 200));
    let added = add(&store, &bucket, id, sent).await;
    assert_eq!((added.no, added.kind, added.size), (1, FileKind::Jpeg, Some((200, 400))));
    let stored = content(&store, &bucket, id, 1).await;
    for hidden in [&b"Exif"[..], b"Budi", b"2026:02:27", b"ICC_PROFILE", b"http"] {
        assert!(!stored.windows(hidden.len()).any(|w| w == hidden), "{hidden:?}");
    }
    // Turned by 90 degrees clockwise, the red quarter comes from the upper left to the right.
    let seen = image::load_from_memory(&stored).unwrap();
    let [red, _, blue, _] = seen.get_pixel(150, 50).0;
    assert!(red > 180 && blue < 80);
    let [red, _, blue, _] = seen.get_pixel(50, 50).0;
    assert!(red < 80 && blue > 180);

    let taken = files::taken(&store, id, 1).await.unwrap().unwrap();
    assert_eq!(taken.at.as_deref(), Some("2026-02-27T15:04:05+07:00"));
    assert_eq!(taken.point, Some((-6_914_700, 107_609_800)));
    assert_eq!(files::list(&store, id).await.unwrap(), [added]);
});

both_engines!(empty every_picture_becomes_a_jpeg_of_bounded_size, |place| async move {
    let (store, bucket) = furnished(&place).await;
    let id = new_id(&store);
    for (sent, size) in [
        (png(640, 480), (640, 480)),
        (webp(30, 20), (30, 20)),
        (jpeg(5_120, 1_024), (2_560, 512)),
        (png(1, 1), (1, 1)),
    ] {
        let added = add(&store, &bucket, id, sent).await;
        assert_eq!((added.kind, added.size), (FileKind::Jpeg, Some(size)));
        let stored = content(&store, &bucket, id, added.no).await;
        assert_eq!(image::guess_format(&stored).unwrap(), image::ImageFormat::Jpeg);
        assert_eq!(image::load_from_memory(&stored).unwrap().dimensions(), size);
        assert_eq!(stored.len() as u64, added.bytes);
        assert!(files::taken(&store, id, added.no).await.unwrap().is_none());
    }
    let glass = add(&store, &bucket, id, png_of_glass()).await;
    let stored = content(&store, &bucket, id, glass.no).await;
    let [red, green, blue, _] = image::load_from_memory(&stored).unwrap().get_pixel(1, 1).0;
    assert!(red > 250 && green > 250 && blue > 250);
});

both_engines!(empty what_is_not_taken_says_why, |place| async move {
    let (store, bucket) = furnished(&place).await;
    let id = new_id(&store);
    let heic = [&24u32.to_be_bytes()[..], b"ftypheic\0\0\0\0mif1heic"].concat();
    let photo = jpeg(100, 100);
    // A picture of 60,000 by 60,000 pixels in its header, as pixel floods are.
    let mut flood = png(1, 1);
    flood[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
    let checked = image_crc(&flood[12..29]);
    flood[29..33].copy_from_slice(&checked.to_be_bytes());
    for (sent, expected) in [
        (heic, FileRefusal::Heic),
        (Vec::new(), FileRefusal::Empty),
        (b"PK\x03\x04zip".to_vec(), FileRefusal::Type),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(), FileRefusal::Type),
        (photo[..200].to_vec(), FileRefusal::Damaged),
        (b"%PDF-1.4 cut off".to_vec(), FileRefusal::Damaged),
        (flood, FileRefusal::TooManyPixels),
        (png(5_000, 5_000), FileRefusal::TooManyPixels),
    ] {
        let length = sent.len();
        assert_eq!(refused(&store, &bucket, id, sent).await, expected, "{length} bytes");
    }
    let max = usize::try_from(FILES_BYTES_MAX).unwrap();
    let too_large = FileRefusal::TooLarge { max: FILES_BYTES_MAX };
    assert_eq!(refused(&store, &bucket, id, vec![b' '; max + 1]).await, too_large);
    assert!(files::list(&store, id).await.unwrap().is_empty());
});

/// The checksum of a PNG chunk.
fn image_crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 }
        })
    })
}

both_engines!(empty a_name_cannot_lie_about_the_content, |place| async move {
    let (store, bucket) = furnished(&place).await;
    let id = new_id(&store);
    let name = "../../\u{202e}gpj.exe";
    let sent = document(100, 0);
    let added = files::add(&store, &bucket, id, Origin::Office, name, sent.clone().into()).await.unwrap();
    assert_eq!((added.kind, added.name.as_str()), (FileKind::Pdf, "gpj.pdf"));
    let opened = files::read(&store, &bucket, id, 1).await.unwrap();
    let header = |name: &str| {
        let found = opened.headers.iter().find(|(header, _)| *header == name);
        found.map(|(_, value)| value.as_str()).unwrap()
    };
    assert_eq!(header("content-type"), "application/pdf");
    assert_eq!(header("content-length"), "100");
    assert_eq!(header("content-disposition"), "attachment; filename*=UTF-8''gpj%2Epdf");
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(header("content-security-policy"), "default-src 'none'; sandbox");
    assert_eq!(content(&store, &bucket, id, 1).await, sent);
    assert!(matches!(files::read(&store, &bucket, id, 2).await, Err(Error::Missing)));
});

both_engines!(empty ten_files_and_25_megabytes_are_the_limit_of_a_submission, |place| async move {
    let (store, bucket) = furnished(&place).await;
    let id = file(&store, "limits", None, vec![]).await;
    let mut named = Vec::new();
    for mark in 0..FILES_MAX {
        named.push(add(&store, &bucket, id, document(200, mark)).await.no);
    }
    let too_many = FileRefusal::TooMany { max: FILES_MAX };
    assert_eq!(refused(&store, &bucket, id, document(200, 99)).await, too_many);
    // The office has its own ten, and the reporter gets ten new ones with the next message.
    let sent = document(200, 100).into();
    files::add(&store, &bucket, id, Origin::Office, "a.pdf", sent).await.unwrap();
    send(&store, id, named).await;
    let max = usize::try_from(FILES_BYTES_MAX).unwrap();
    add(&store, &bucket, id, document(max - 1_000, 1)).await;
    let too_large = FileRefusal::TooLarge { max: FILES_BYTES_MAX };
    assert_eq!(refused(&store, &bucket, id, document(1_001, 2)).await, too_large);
    let last = add(&store, &bucket, id, document(1_000, 3)).await;
    assert_eq!(usize::from(last.no), FILES_MAX + 3);
});

both_engines!(empty uploads_at_the_same_moment_keep_the_limit, |place| async move {
    let (store, bucket) = furnished(&place).await;
    let id = new_id(&store);
    let uploads = (0..FILES_MAX + 6).map(|mark| {
        let (store, bucket) = (store.clone(), bucket.clone());
        tokio::spawn(async move {
            let sent = document(300, mark).into();
            files::add(&store, &bucket, id, Origin::Reporter, "a.pdf", sent).await
        })
    });
    let uploads: Vec<_> = uploads.collect();
    let (mut taken, mut refused) = (0, 0);
    for upload in uploads {
        match upload.await.unwrap() {
            Ok(_) => taken += 1,
            Err(Error::File(FileRefusal::TooMany { .. })) => refused += 1,
            Err(error) => panic!("{error}"),
        }
    }
    assert_eq!((taken, refused), (FILES_MAX, 6));
    let numbers: Vec<_> = files::list(&store, id).await.unwrap().iter().map(|f| usize::from(f.no)).collect();
    assert_eq!(numbers, (1..=FILES_MAX).collect::<Vec<_>>());
});

both_engines!(empty only_what_no_event_names_is_taken_back, |place| async move {
    let (store, bucket) = furnished(&place).await;
    let begun = drafts::create(&store).await.unwrap();
    let id = begun.report_id;
    add(&store, &bucket, id, document(100, 1)).await;
    add(&store, &bucket, id, document(100, 2)).await;
    assert!(files::remove(&store, id, 1).await.unwrap());
    assert!(!files::remove(&store, id, 1).await.unwrap());
    file(&store, "named", Some(id), vec![2]).await;
    assert!(!files::remove(&store, id, 2).await.unwrap());
    assert_eq!(content(&store, &bucket, id, 2).await, document(100, 2));
});

both_engines!(empty a_sweep_forgets_what_nobody_needs, |place| async move {
    let db = place.open().await;
    migrate::apply(&db, migrate::STEPS, 0, |_| {}).await.unwrap();
    let start: jiff::Timestamp = "2035-03-05T02:00:00Z".parse().unwrap();
    let (store, clock) = town::store_at(db, start);
    let bucket = folder(&place.folder().join("files"));

    let named = file(&store, "named", None, vec![]).await;
    add(&store, &bucket, named, document(100, 1)).await;
    send(&store, named, vec![1]).await;
    // Uploaded for an answer that was never sent, with the same content as another.
    add(&store, &bucket, named, document(100, 1)).await;
    let (kept, left) = (drafts::create(&store).await.unwrap(), drafts::create(&store).await.unwrap());
    add(&store, &bucket, kept.report_id, document(100, 2)).await;
    add(&store, &bucket, left.report_id, document(100, 3)).await;

    let nothing = files::sweep(&store, &bucket, 100).await.unwrap();
    assert_eq!((nothing.drafts, nothing.files, nothing.contents, nothing.more), (0, 0, 0, false));

    clock.advance(UNCLAIMED_LIFE - SignedDuration::from_hours(1));
    drafts::save(&store, &kept.token, "{}").await.unwrap();
    clock.advance(SignedDuration::from_hours(1));
    let swept = files::sweep(&store, &bucket, 100).await.unwrap();
    // One draft went with its file; the other file is the one for the answer.
    assert_eq!((swept.drafts, swept.files, swept.contents), (1, 1, 1));
    assert_eq!(files::list(&store, named).await.unwrap().len(), 1);
    assert_eq!(content(&store, &bucket, named, 1).await, document(100, 1));
    assert_eq!(content(&store, &bucket, kept.report_id, 1).await, document(100, 2));
    assert!(files::list(&store, left.report_id).await.unwrap().is_empty());

    clock.advance(UNCLAIMED_LIFE);
    let swept = files::sweep(&store, &bucket, 100).await.unwrap();
    assert_eq!((swept.drafts, swept.files, swept.contents, swept.more), (1, 0, 1, false));
    assert_eq!(content(&store, &bucket, named, 1).await, document(100, 1));
});

both_engines!(empty a_sweep_stops_at_its_limit_and_goes_on_there, |place| async move {
    let (store, bucket) = furnished(&place).await;
    let id = new_id(&store);
    for mark in 0..8 {
        add(&store, &bucket, id, document(100, mark)).await;
        files::remove(&store, id, 1).await.unwrap();
    }
    let mut removed = Vec::new();
    loop {
        let swept = files::sweep(&store, &bucket, 3).await.unwrap();
        removed.push(swept.contents);
        if !swept.more {
            break;
        }
        assert!(removed.len() < 10, "{removed:?}");
    }
    assert_eq!(removed.iter().sum::<usize>(), 8);
    assert!(removed.len() > 2, "{removed:?}");
});

both_engines!(empty a_young_content_is_no_orphan, |place| async move {
    let db = place.open().await;
    migrate::apply(&db, migrate::STEPS, 0, |_| {}).await.unwrap();
    // The machine's own time, by which the file system dates contents.
    let made = std::fs::metadata(place.folder()).unwrap().modified().unwrap();
    let (store, clock) = town::store_at(db, jiff::Timestamp::try_from(made).unwrap());
    let bucket = folder(&place.folder().join("files"));
    let id = new_id(&store);
    add(&store, &bucket, id, document(100, 1)).await;
    files::remove(&store, id, 1).await.unwrap();
    clock.advance(ORPHAN_AGE - SignedDuration::from_mins(5));
    assert_eq!(files::sweep(&store, &bucket, 100).await.unwrap().contents, 0);
    clock.advance(SignedDuration::from_mins(10));
    assert_eq!(files::sweep(&store, &bucket, 100).await.unwrap().contents, 1);
});

both_engines!(empty a_scanner_that_is_away_holds_the_file, |place| async move {
    let (store, _) = furnished(&place).await;
    let id = new_id(&store);
    let settings = FilesSettings {
        place: FilesPlace::Folder(place.folder().join("files")),
        scanner: Some(ScannerAddress::Unix(place.folder().join("nobody listens here"))),
    };
    let bucket = Bucket::open(&settings).unwrap();
    let added = add(&store, &bucket, id, document(100, 1)).await;
    assert_eq!(added.state, FileState::Held);
    let held = files::read(&store, &bucket, id, 1).await;
    assert!(matches!(held, Err(Error::File(FileRefusal::ScannerAway))));
    assert_eq!(files::sweep(&store, &bucket, 100).await.unwrap().judged, 0);
    // A machine set up without a scanner lets nothing go either.
    let without = folder(&place.folder().join("files"));
    assert_eq!(files::sweep(&store, &without, 100).await.unwrap().judged, 0);
    let held = files::read(&store, &without, id, 1).await;
    assert!(matches!(held, Err(Error::File(FileRefusal::ScannerAway))));
});
