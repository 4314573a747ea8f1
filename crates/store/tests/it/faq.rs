//! Frequent questions: every wording kept, nobody overwrites another, what helped is counted.

use crate::world::{PAPUA, WEST, World, duty};
use domain::faq::{FaqAct, FaqLanguage, FaqState, FaqWords};
use domain::{FaqId, Refusal, ReportId, Role, limit};
use store::faq::{self, FaqUse, NewFaq};
use store::{Error, Store, both_engines, params};

const AGENCY: &str = "INSERT INTO agency (id, slug, kind, zone) VALUES ($1, $2, 'regency', 'wib')";

async fn world(db: &store::db::Db) -> World {
    let world = World::new(db);
    let write = |tx: &mut store::db::Tx<'_>| {
        [WEST, PAPUA].iter().try_for_each(|id| tx.queue(AGENCY, params![id.0, id.to_string()]))
    };
    world.store.db().write("agencies", write).await.unwrap();
    world
}

fn new(question: &str) -> NewFaq {
    let words = FaqWords {
        question: question.to_owned(),
        answer: "Sebut nomor tiang; petugas datang dalam lima hari kerja.".to_owned(),
        basis: String::new(),
    };
    let category = domain::category::CategoryCode::parse("06.01");
    NewFaq { words, category, language: FaqLanguage::Indonesian }
}

async fn entry(store: &Store, id: FaqId) -> domain::faq::Faq {
    faq::get(store, id).await.unwrap().unwrap()
}

both_engines!(an_entry_is_proposed_changed_published_and_taken_back, |db| async move {
    let world = world(&db).await;
    let store = &world.store;
    let liaison = duty(Role::LiaisonOfficer, Some(WEST), Some(crate::world::WORKS));
    let admin = duty(Role::AgencyAdmin, Some(WEST), None);
    let sources = [ReportId(5), ReportId(6)];
    let id =
        faq::propose(store, &liaison, new("Lampu jalan padam, lapor ke mana?"), &sources).await;
    let id = id.unwrap();
    let proposed = entry(store, id).await;
    assert_eq!((proposed.state, proposed.revision), (FaqState::Proposed, 1));
    assert_eq!((proposed.agency, proposed.sources.as_slice()), (Some(WEST), &sources[..]));
    assert_eq!(proposed.category, new("").category);
    assert!(faq::published(store).await.unwrap().is_empty());
    // Who may not, does not; who saw something older, does not either.
    let refused = faq::change(store, &liaison, &proposed, FaqAct::Publish, None).await;
    assert!(matches!(refused, Err(Error::Refused(Refusal::Unknown))));
    let other = duty(Role::AgencyAdmin, Some(PAPUA), None);
    assert!(faq::change(store, &other, &proposed, FaqAct::Publish, None).await.is_err());
    let better = new("Lampu jalan padam. Ke mana saya melapor?");
    faq::change(store, &liaison, &proposed, FaqAct::Edit, Some(better.clone())).await.unwrap();
    let stale = faq::change(store, &admin, &proposed, FaqAct::Publish, None).await;
    assert!(matches!(stale, Err(Error::Refused(Refusal::Stale))));
    let edited = entry(store, id).await;
    assert_eq!(edited.words, better.words);
    faq::change(store, &admin, &edited, FaqAct::Publish, None).await.unwrap();
    assert_eq!(faq::published(store).await.unwrap(), [entry(store, id).await]);
    let published = entry(store, id).await;
    faq::change(store, &admin, &published, FaqAct::Retire, None).await.unwrap();
    assert!(faq::published(store).await.unwrap().is_empty());
    let edits = faq::edits(store, id).await.unwrap();
    let acts: Vec<_> = edits.iter().map(|edit| (edit.revision, edit.act)).collect();
    use FaqAct as A;
    assert_eq!(acts, [(4, A::Retire), (3, A::Publish), (2, A::Edit), (1, A::Propose)]);
    assert_eq!(edits[3].words, proposed.words);
    assert_eq!((edits[3].officer, edits[0].officer), (liaison.officer, admin.officer));
});

both_engines!(an_agency_sees_its_own_entries_and_the_nation_its, |db| async move {
    let world = world(&db).await;
    let store = &world.store;
    let nation = duty(Role::NationalAdmin, None, None);
    let admin = duty(Role::AgencyAdmin, Some(WEST), None);
    let ours = faq::propose(store, &admin, new("Bagaimana cara melapor?"), &[]).await.unwrap();
    let theirs = faq::propose(store, &nation, new("Apa itu nomor laporan?"), &[]).await.unwrap();
    let ids = async |agency| -> Vec<FaqId> {
        faq::of(store, agency).await.unwrap().into_iter().map(|entry| entry.id).collect()
    };
    assert_eq!(ids(Some(WEST)).await, [ours]);
    assert_eq!(ids(None).await, [theirs]);
    assert_eq!(ids(Some(PAPUA)).await, []);
    let wrong = faq::propose(store, &admin, new("Apa?"), &[]).await;
    assert!(matches!(wrong, Err(Error::Refused(Refusal::TooShort { .. }))));
    let stranger = duty(Role::OmbudsmanOfficer, None, None);
    assert!(faq::propose(store, &stranger, new("Bagaimana cara melapor?"), &[]).await.is_err());
});

both_engines!(there_is_an_end_to_how_many_an_agency_keeps, |db| async move {
    let world = world(&db).await;
    let admin = duty(Role::AgencyAdmin, Some(WEST), None);
    for n in 0..limit::FAQ_MAX {
        let question = format!("Pertanyaan nomor {n} apa?");
        faq::propose(&world.store, &admin, new(&question), &[]).await.unwrap();
    }
    let more = faq::propose(&world.store, &admin, new("Satu lagi boleh?"), &[]).await;
    assert!(matches!(more, Err(Error::Refused(Refusal::TooManyQuestions { .. }))));
    let first = faq::of(&world.store, Some(WEST)).await.unwrap().remove(0);
    faq::change(&world.store, &admin, &first, FaqAct::Retire, None).await.unwrap();
    faq::propose(&world.store, &admin, new("Satu lagi boleh?"), &[]).await.unwrap();
});

both_engines!(what_was_offered_and_what_helped_is_counted, |db| async move {
    let world = world(&db).await;
    let store = &world.store;
    let (one, two) = (FaqId(11), FaqId(12));
    assert_eq!(faq::forms(store).await.unwrap(), FaqUse::default());
    faq::count_shown(store, vec![one, two]).await.unwrap();
    world.at("2026-11-05T10:00");
    faq::count_shown(store, vec![two]).await.unwrap();
    faq::count_confirmed(store, two).await.unwrap();
    let uses = faq::uses(store, &[one, two, FaqId(13)]).await.unwrap();
    assert_eq!(uses.get(&one), Some(&FaqUse { shown: 1, confirmed: 0 }));
    assert_eq!(uses.get(&two), Some(&FaqUse { shown: 2, confirmed: 1 }));
    assert_eq!(uses.len(), 2);
    assert_eq!(faq::forms(store).await.unwrap(), FaqUse { shown: 2, confirmed: 1 });
});
