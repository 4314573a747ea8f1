//! Places and offices as people name them, among all names of the nation.

use super::{TODAY, World, region};
use domain::region::RegionCode;
use domain::{Office, Reference};
use store::both_engines;
use store::reference::find::{offices, places};
use store::search::Query;
use store::search::named::{self, Named, beginning};

fn shown(reference: &Reference, typed: &str) -> Vec<String> {
    let found = places(&reference.regions, typed, 20);
    found.into_iter().map(|code| reference.regions.full_name(code)).collect()
}

fn named(reference: &Reference, typed: &str, near: Option<RegionCode>) -> Vec<String> {
    let name = |office: &Office| {
        let agency = reference.directory.agency(office.agency).unwrap();
        let agency = &agency.name_on(TODAY).unwrap().name;
        match office.unit {
            Some(unit) => format!("{}, {agency}", reference.directory.unit(unit).unwrap().name),
            None => agency.to_string(),
        }
    };
    offices(reference, typed, near, TODAY, 10).iter().map(name).collect()
}

both_engines!(a_place_is_found_as_people_write_it, |db| async move {
    let reference = World::nation(db).await.reference();
    let gedangan = "Gedangan, Kabupaten Sidoarjo, Jawa Timur";
    for typed in [
        "Kec. Gedangan, Kab. Sidoarjo",
        "kecamatan gedangan sidoarjo",
        "GEDANGAN sidoarjo",
        "Gedangan, Sidoarjo, Jawa Timur",
    ] {
        assert_eq!(shown(&reference, typed)[0], gedangan, "{typed}");
    }
    let village = format!("Gedangan, {gedangan}");
    for typed in ["Desa Gedangan, Kec. Gedangan, Sidoarjo", "ds gedangan sidoarjo"] {
        assert_eq!(shown(&reference, typed)[0], village, "{typed}");
    }
    // The larger before the smaller, exact names before longer ones.
    let bandung = shown(&reference, "bandung");
    assert_eq!(bandung[..2], ["Kabupaten Bandung, Jawa Barat", "Kota Bandung, Jawa Barat"]);
    assert_eq!(shown(&reference, "kota bandung")[0], "Kota Bandung, Jawa Barat");
    assert_eq!(shown(&reference, "Kab Bandung")[0], "Kabupaten Bandung, Jawa Barat");
    assert_eq!(shown(&reference, "prov. jawa barat")[0], "Jawa Barat");
    assert_eq!(shown(&reference, "coblon")[0], "Coblong, Kota Bandung, Jawa Barat");
    // Spaces are where people put them.
    assert_eq!(shown(&reference, "Sido Arjo")[0], "Kabupaten Sidoarjo, Jawa Timur");
    for nothing in ["", "  ", "a", "?!", "zzzz"] {
        assert_eq!(shown(&reference, nothing), Vec::<String>::new(), "{nothing}");
    }
    assert_eq!(shown(&reference, "su").len(), 20);
});

both_engines!(an_office_is_found_as_people_write_it, |db| async move {
    let reference = World::nation(db).await.reference();
    let first = |typed, near| named(&reference, typed, near).into_iter().next().unwrap_or_default();
    let works = "Dinas Pekerjaan Umum dan Penataan Ruang, Pemerintah Kabupaten Sidoarjo";
    for typed in ["Dinas PU Sidoarjo", "dinas pupr kab. sidoarjo", "PUPR sidoarjo"] {
        assert_eq!(first(typed, None), works, "{typed}");
    }
    let health = "Pusat Kesehatan Masyarakat, Pemerintah Kabupaten Sidoarjo";
    let here = Some(region("351516"));
    assert_eq!(first("Puskesmas Gedangan", here), health);
    assert!(named(&reference, "Puskesmas Gedangan", None).contains(&health.to_owned()));
    assert_eq!(first("puskesmas", here), health);
    assert_eq!(
        first("Disdukcapil", here),
        "Dinas Kependudukan dan Pencatatan Sipil, Pemerintah Kabupaten Sidoarjo"
    );
    assert_eq!(first("rsud", here), "Rumah Sakit Umum Daerah, Pemerintah Kabupaten Sidoarjo");
    assert!(
        first("Kecamatan Gedangan", here)
            .starts_with("Kecamatan Gedangan, Pemerintah Kabupaten Sidoarjo")
    );
    assert_eq!(first("Kementerian Kesehatan", here), "Kementerian Kesehatan");
    assert_eq!(first("pemkab sidoarjo", None), "Pemerintah Kabupaten Sidoarjo");
    assert_eq!(named(&reference, "zzzz", None), Vec::<String>::new());
    assert!(named(&reference, "dinas", None).len() == 10);
});

both_engines!(what_a_search_names_is_offered_as_a_filter, |db| async move {
    let reference = World::nation(db).await.reference();
    let offered = |typed: &str| {
        let offers = named::named(&reference, &Query::parse(typed), TODAY);
        let name = |of: &Named| match of {
            Named::Region(code) => reference.regions.full_name(*code),
            Named::Agency(id) => {
                reference.directory.agency(*id).unwrap().name_on(TODAY).unwrap().name.to_string()
            }
            Named::Category(code) => code.to_string(),
        };
        offers.iter().map(|o| (name(&o.named), o.rest.to_string())).collect::<Vec<_>>()
    };
    let one = |name: &str, rest: &str| vec![(name.to_owned(), rest.to_owned())];
    assert_eq!(offered("lampu padam"), []);
    assert_eq!(offered("lampu kota semarang"), one("Kota Semarang, Jawa Tengah", "lampu"));
    assert_eq!(offered("lampu jawa tengah -demak"), one("Jawa Tengah", "lampu -demak"));
    let both = offered("sampah bandung");
    assert!(both.contains(&("Kota Bandung, Jawa Barat".to_owned(), "sampah".to_owned())));
    assert!(both.contains(&("Kabupaten Bandung, Jawa Barat".to_owned(), "sampah".to_owned())));
    assert_eq!(offered("antrean kementerian kesehatan")[0].1, "antrean");
    let begun = beginning(&reference, "semara", TODAY, 2);
    assert!(begun.iter().any(|n| matches!(n, Named::Agency(_))));
    assert!(begun.iter().any(|n| matches!(n, Named::Region(_))));
    assert!(beginning(&reference, "s", TODAY, 2).is_empty());
});
