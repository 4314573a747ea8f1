//! One search, two places: public reports for everybody, the office's reports at the desk. What is
//! asked stands in the address, so that every answer can be kept, shared and followed.

pub(crate) mod shown;
pub(crate) mod suggest;

use crate::fields::Fields;
use crate::reader::Reader;
use domain::category::CategoryCode;
use domain::deadline::Light;
use domain::kind::{Channel, ReportKind};
use domain::region::RegionCode;
use domain::report::StageName;
use domain::{AgencyId, Reference};
use store::search::named::Named;
use store::search::{Ask, Narrow, Order, Query as Words, Scope};

/// Characters of a search that are read.
pub(crate) const TYPED_MAX: usize = 200;
/// Pages of a list sorted by match: as many as the matches looked at fill.
const PAGES_MAX: usize = 12;

/// Where a search asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    /// Its path without language prefix.
    pub(crate) path: &'static str,
    /// The field of the words.
    pub(crate) field: &'static str,
}

/// Public reports.
pub(crate) const PUBLIC: Place = Place { path: "/laporan", field: "kata" };
/// The office's reports.
pub(crate) const DESK: Place = Place { path: "/meja/cari", field: "q" };

/// A search as its address says it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wanted {
    /// As typed, one line.
    pub(crate) typed: String,
    pub(crate) words: Words,
    pub(crate) narrow: Narrow,
    /// Newest first although words are looked for.
    pub(crate) newest: bool,
    /// Exactly these words.
    pub(crate) exactly: bool,
    /// Page of a list sorted by match, from 0.
    pub(crate) page: usize,
}

impl Wanted {
    /// Reads an address. What is not known is left out; the agency is its short name or number in
    /// addresses.
    pub(crate) fn read(query: &Fields, place: Place, reference: &Reference) -> Self {
        let typed: String = query.line(place.field).chars().take(TYPED_MAX).collect();
        let region = |name| {
            RegionCode::parse(query.get(name)).filter(|code| reference.regions.get(*code).is_some())
        };
        let province = region("provinsi");
        // A regency of another province than the one chosen gives way to the province.
        let regency = region("kabupaten")
            .filter(|code| province.is_none_or(|province| code.lies_in(province)));
        let agency = reference.directory.agency_by_slug(&query.line("instansi"));
        let day = |name| query.get(name).parse().ok();
        Self {
            words: Words::parse(&typed),
            narrow: Narrow {
                kind: ReportKind::from_word(query.get("jenis")),
                stage: StageName::from_word(query.get("keadaan")),
                agency: agency.map(|agency| agency.id),
                category: CategoryCode::parse(query.get("kategori"))
                    .filter(|code| reference.categories.get(code).is_some()),
                region: regency.or(province),
                channel: Channel::from_word(query.get("kanal")),
                from: day("dari"),
                to: day("sampai"),
                light: Light::from_word(query.get("batas")),
            },
            typed,
            newest: query.get("urut") == "baru",
            exactly: query.get("persis") == "ya",
            page: query.get("halaman").parse().unwrap_or(0).min(PAGES_MAX),
        }
    }

    /// Nothing is asked: the whole list.
    pub(crate) fn is_empty(&self) -> bool {
        self.words.is_empty() && self.narrow.is_empty()
    }

    /// Words were typed, but only such as are in every text.
    pub(crate) fn is_idle(&self) -> bool {
        !self.typed.is_empty() && self.words.is_empty()
    }

    pub(crate) fn order(&self) -> Order {
        if self.words.is_empty() || self.newest { Order::Newest } else { Order::Best }
    }

    pub(crate) fn ask(&self, scope: Scope) -> Ask {
        Ask {
            order: self.order(),
            exactly: self.exactly,
            ..Ask::new(self.words.clone(), self.narrow.clone(), scope)
        }
    }

    /// The same search from its first page, with other words.
    pub(crate) fn with_words(&self, words: &Words) -> Self {
        let typed = words.to_string();
        Self { typed, words: words.clone(), page: 0, exactly: false, ..self.clone() }
    }

    /// The same search from its first page, with other filters.
    pub(crate) fn narrowed(&self, change: impl FnOnce(&mut Narrow)) -> Self {
        let mut wanted = Self { page: 0, ..self.clone() };
        change(&mut wanted.narrow);
        wanted
    }

    /// The search with what was named as a filter.
    pub(crate) fn named(&self, named: &Named) -> Self {
        self.narrowed(|narrow| match named {
            Named::Agency(agency) => narrow.agency = Some(*agency),
            Named::Region(region) => narrow.region = Some(*region),
            Named::Category(code) => narrow.category = Some(code.clone()),
        })
    }

    /// Its query, without the question mark; empty for the whole list.
    pub(crate) fn query(&self, place: Place, reference: &Reference) -> String {
        let slug = |id: AgencyId| reference.directory.agency(id).map(|a| a.slug.to_string());
        let narrow = &self.narrow;
        let province = narrow.region.map(RegionCode::province);
        let pairs = [
            (place.field, Some(self.typed.clone())),
            ("jenis", narrow.kind.map(|kind| kind.to_string())),
            ("provinsi", province.map(|code| code.to_string())),
            ("kabupaten", narrow.region.filter(|r| Some(*r) != province).map(|r| r.to_string())),
            ("instansi", narrow.agency.and_then(slug)),
            ("kategori", narrow.category.as_ref().map(ToString::to_string)),
            ("keadaan", narrow.stage.map(|stage| stage.to_string())),
            ("kanal", narrow.channel.map(|channel| channel.to_string())),
            ("batas", narrow.light.map(|light| light.to_string())),
            ("dari", narrow.from.map(|day| day.to_string())),
            ("sampai", narrow.to.map(|day| day.to_string())),
            ("urut", self.newest.then(|| "baru".to_owned())),
            ("persis", self.exactly.then(|| "ya".to_owned())),
            ("halaman", Some(self.page).filter(|page| *page > 0).map(|page| page.to_string())),
        ];
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in pairs {
            if let Some(value) = value.filter(|value| !value.is_empty()) {
                query.append_pair(name, &value);
            }
        }
        query.finish()
    }

    /// Its address in the reader's language.
    pub(crate) fn href(&self, reader: &Reader, place: Place, reference: &Reference) -> String {
        let query = self.query(place, reference);
        let mark = if query.is_empty() { "" } else { "?" };
        reader.href(&format!("{}{mark}{query}", place.path))
    }
}
