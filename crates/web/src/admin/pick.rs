//! Agencies and regions that people name by typing: an address, a code, a name or its beginning.

use super::session::Admin;
use crate::ui::Text;
use domain::directory::Agency;
use domain::region::{RegionCode, RegionLevel};
use store::reference::list::{self, AgencyFilter};

/// Names that a message gives as examples when what was typed fits several.
const SHOWN: usize = 4;

/// The agency that `typed` names: its address, its name or short name, or the beginning of words
/// of exactly one name. Otherwise what to do.
pub(crate) fn agency<'a>(admin: &'a Admin, typed: &str) -> Result<&'a Agency, Text<'static>> {
    let (w, directory) = (admin.words(), &admin.reference.directory);
    let same = |agency: &&Agency| {
        agency.name_on(admin.today).is_some_and(|name| {
            name.name.to_lowercase() == typed.to_lowercase()
                || name.short_name.to_lowercase() == typed.to_lowercase()
        })
    };
    if let Some(agency) =
        directory.agency_by_slug(typed).or_else(|| directory.agencies().find(same))
    {
        return Ok(agency);
    }
    let filter = AgencyFilter { text: typed.to_owned(), kind: None, ended: true };
    let found = list::agencies(directory, &filter, admin.today, None, SHOWN + 1).agencies;
    match found.as_slice() {
        [only] => Ok(only),
        [] => Err(w.ta("admin-pick-agency-none", &[("typed", typed.to_owned().into())])),
        several => {
            let names: Vec<&str> = several
                .iter()
                .filter_map(|agency| agency.name_on(admin.today))
                .map(|name| &*name.name)
                .take(SHOWN)
                .collect();
            let values = [("typed", typed.to_owned().into()), ("names", names.join("; ").into())];
            Err(w.ta("admin-pick-agency-several", &values))
        }
    }
}

/// The agencies named one a line; the first fault otherwise.
pub(crate) fn agencies<'a>(
    admin: &'a Admin,
    typed: &str,
) -> Result<Vec<&'a Agency>, Text<'static>> {
    typed
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(|line| agency(admin, line))
        .collect()
}

/// The province, regency or city that `typed` names by code or by name.
pub(crate) fn region(admin: &Admin, typed: &str) -> Result<RegionCode, Text<'static>> {
    let regions = &admin.reference.regions;
    if let Some(code) = RegionCode::parse(typed).filter(|code| regions.get(*code).is_some()) {
        return Ok(code);
    }
    let wanted = typed.to_lowercase();
    let mut here = regions
        .all()
        .take_while(|region| region.code.level() <= RegionLevel::Regency)
        .filter(|region| region.name.to_lowercase() == wanted);
    here.next().map(|region| region.code).ok_or_else(|| {
        admin.words().ta("admin-pick-region-none", &[("typed", typed.to_owned().into())])
    })
}
