//! Casts a report for each journey: which text, where, by whom, through which channel.

use super::journey::{Act, JOURNEYS, Journey, Wants};
use super::texts::{Text, Texts};
use crate::compose::Failed;
use domain::category::CategoryCode;
use domain::filing::{FileNo, ReporterFacts, Where};
use domain::kind::{
    ArchiveReason, Channel, ComplaintClass, Level, ReportKind, ServiceDeficit, Urgency,
};
use domain::region::{RegionCode, RegionLevel};
use domain::report::Office;
use domain::visibility::Privacy;
use domain::{AgencyId, Filing, Reference};
use jiff::civil::Date;
use rand::Rng;
use rand::rngs::StdRng;
use sim::draw::{percent, pick, weighted};
use sim::people::{People, Reached};
use sim::slots::Slots;
use std::collections::VecDeque;
use store::people::Identity;
use store::reports::Receipt;

/// A report that is going to be told.
pub(crate) struct Case {
    /// What is still to happen.
    pub(crate) acts: VecDeque<Act>,
    /// Filed at most and at least so many days ago.
    pub(crate) days_ago: (u32, u32),
    /// What is handed in; taken at filing.
    pub(crate) filing: Filing,
    /// Who files.
    pub(crate) identity: Option<Identity>,
    /// What it is about, also where the reporter does not say.
    pub(crate) category: CategoryCode,
    /// How fast harm follows.
    pub(crate) urgency: Option<Urgency>,
    /// Words for its texts.
    pub(crate) slots: Slots,
    /// Where.
    pub(crate) region: RegionCode,
    /// Who ought to handle it.
    pub(crate) competent: Office,
    /// What its pictures show.
    pub(crate) photo: Option<String>,
    /// The case it is to be joined to.
    pub(crate) main: Option<usize>,
    /// Offices it was sent to by mistake.
    pub(crate) wrong: Vec<AgencyId>,
    /// Share of the usual time that each step takes.
    pub(crate) hurry: f64,
    /// What the reporter got.
    pub(crate) receipt: Option<Receipt>,
}

/// What a case is made of besides its journey.
struct Matter {
    text: Text,
    region: RegionCode,
    slots: Slots,
}

/// Casts reports.
pub(crate) struct Casting<'a> {
    pub(crate) reference: &'a Reference,
    pub(crate) people: &'a People,
    pub(crate) texts: &'a Texts,
    pub(crate) today: Date,
    used: Vec<u32>,
}

impl<'a> Casting<'a> {
    pub(crate) fn new(
        reference: &'a Reference,
        people: &'a People,
        texts: &'a Texts,
        today: Date,
    ) -> Self {
        Self { reference, people, texts, today, used: vec![0; texts.reports.len()] }
    }

    /// About `reports` cases, every journey among them at least once.
    pub(crate) fn cast(&mut self, reports: usize, rng: &mut StdRng) -> Result<Vec<Case>, Failed> {
        let mut cases = Vec::new();
        for journey in JOURNEYS {
            let share =
                (f64::from(journey.at_least) * f64::from(u32::try_from(reports)?) / 400.0).ceil();
            let mut left = share;
            while left > 0.0 {
                self.tell(journey, &mut cases, rng)?;
                left -= 1.0;
            }
        }
        while cases.len() < reports {
            let journey = weighted(JOURNEYS, |journey| journey.weight, rng);
            self.tell(journey.ok_or("no journeys")?, &mut cases, rng)?;
        }
        Ok(cases)
    }

    /// A case for a journey, and one for each report that is joined to it.
    fn tell(
        &mut self,
        journey: &Journey,
        cases: &mut Vec<Case>,
        rng: &mut StdRng,
    ) -> Result<(), Failed> {
        let matter = match (journey.wants, journey.acts) {
            (Wants::Junk, [Act::Archive(reason), ..]) => self.junk(*reason, rng)?,
            (wants, _) => self.matter(wants, rng)?,
        };
        let named = journey.named.unwrap_or_else(|| percent(45, rng));
        let main = cases.len();
        let mut case = self.case(&matter, named, rng)?;
        case.acts = journey.acts.iter().copied().collect();
        case.days_ago = journey.days_ago;
        cases.push(case);
        for acts in journey.joined {
            let mut joined = self.case(&matter, false, rng)?;
            joined.filing.body =
                format!("Ikut melapor, rumah saya tidak jauh dari situ. {}", joined.filing.body);
            joined.acts = acts.iter().copied().collect();
            let (oldest, newest) = journey.days_ago;
            joined.days_ago = (oldest.saturating_sub(1), newest.saturating_sub(4).max(1));
            joined.main = Some(main);
            cases.push(joined);
        }
        Ok(())
    }

    fn junk(&self, reason: ArchiveReason, rng: &mut StdRng) -> Result<Matter, Failed> {
        let [title, body] =
            self.texts.words.junk.get(reason.word()).cloned().ok_or("no words to archive")?;
        let category = CategoryCode::parse("other.other.other").ok_or("no other category")?;
        let channel = (reason == ArchiveReason::WrongFormat).then_some(Channel::Sms);
        let text = Text {
            category,
            kind: ReportKind::Complaint,
            level: None,
            place: None,
            title,
            body,
            wish: String::new(),
            detail: String::new(),
            photo: None,
            anonymous: false,
            confidential: false,
            urgency: None,
            channel,
            disability: false,
            proxy: false,
            accuses: false,
        };
        self.placed(text, rng)
    }

    /// One of the texts told least often so far.
    fn matter(&mut self, wants: Wants, rng: &mut StdRng) -> Result<Matter, Failed> {
        let fits: Vec<usize> = (0..self.used.len())
            .filter(|at| self.texts.reports.get(*at).is_some_and(|t| self.fits(t, wants)))
            .collect();
        let told = |at: &usize| self.used.get(*at).copied().unwrap_or(0);
        let least = fits.iter().map(told).min().unwrap_or(0);
        let rare: Vec<usize> = fits.iter().copied().filter(|at| told(at) == least).collect();
        let at = *pick(&rare, rng).ok_or("no text fits")?;
        if let Some(used) = self.used.get_mut(at) {
            *used += 1;
        }
        let text = self.texts.reports.get(at).cloned().ok_or("no text")?;
        self.placed(text, rng)
    }

    fn placed(&self, text: Text, rng: &mut StdRng) -> Result<Matter, Failed> {
        let regency = self.people.regency(text.place.as_deref(), rng).ok_or("no places")?;
        let region = People::village(self.reference, regency, rng);
        let slots = self.people.slots(self.reference, region, rng);
        Ok(Matter { text, region, slots })
    }

    fn is_supervisory(&self, text: &Text) -> bool {
        let class = self.reference.categories.get(&text.category).map(|category| category.class);
        text.kind == ReportKind::Complaint && class == Some(ComplaintClass::Supervisory)
    }

    fn is_sensitive(&self, text: &Text) -> bool {
        self.reference
            .categories
            .get(&text.category)
            .is_some_and(|category| !category.sensitive.is_empty())
    }

    fn fits(&self, text: &Text, wants: Wants) -> bool {
        let insider = text.kind == ReportKind::Whistleblowing;
        let ordinary = !insider && !self.is_supervisory(text) && !text.accuses;
        match wants {
            Wants::Ordinary => ordinary && text.kind != ReportKind::InformationRequest,
            Wants::Open => {
                let hidden = text.anonymous || text.confidential || self.is_sensitive(text);
                ordinary && text.kind == ReportKind::Complaint && !hidden
            }
            Wants::Information => ordinary && text.kind == ReportKind::InformationRequest,
            Wants::Supervisory => self.is_supervisory(text) && !text.accuses,
            Wants::Whistleblower => insider,
            Wants::Junk => false,
        }
    }

    fn case(&self, matter: &Matter, named: bool, rng: &mut StdRng) -> Result<Case, Failed> {
        let Matter { text, region, slots } = matter;
        let level = self.level(text);
        let competent = self.competent(&text.category, level, *region)?;
        let restricted = text.kind == ReportKind::Whistleblowing || self.is_supervisory(text);
        // Who complains about the office itself names it; another one answers.
        let accused =
            if text.accuses { vec![Office { unit: None, ..competent }] } else { Vec::new() };
        let target = (named || text.accuses).then_some(competent.agency);
        let competent = if text.accuses { self.above(competent, *region)? } else { competent };
        let channel = text.channel.unwrap_or_else(|| channel_for(text, rng));
        let anonymous = text.anonymous || percent(9, rng);
        let (identity, reporter) = self.reporter(text, *region, channel, anonymous, rng);
        let knows = restricted || target.is_some() || percent(70, rng);
        let confidential = text.confidential || (self.is_sensitive(text) && percent(80, rng));
        let filing = Filing {
            kind: text.kind,
            class: ComplaintClass::NonSupervisory,
            title: shortened(&slots.fill(&text.title)),
            body: slots.fill(&text.body),
            wish: slots.fill(&text.wish),
            category: knows.then(|| text.category.clone()),
            level: knows.then_some(level),
            happened_on: None,
            place: self.place(text, *region, slots, rng),
            target,
            accused,
            deficits: deficits(text, rng),
            privacy: Privacy { anonymous, confidential },
            channel,
            files: Vec::<FileNo>::new(),
            reporter,
        };
        Ok(Case {
            acts: VecDeque::new(),
            days_ago: (1, 0),
            filing,
            identity,
            category: text.category.clone(),
            urgency: text.urgency,
            slots: slots.clone(),
            region: *region,
            competent,
            photo: text.photo.clone(),
            main: None,
            wrong: Vec::new(),
            hurry: 1.0,
            receipt: None,
        })
    }

    fn level(&self, text: &Text) -> Level {
        let usual = || {
            self.reference.categories.get(&text.category).and_then(|c| c.levels.first().copied())
        };
        text.level.or_else(usual).unwrap_or(Level::National)
    }

    /// The office that the routing names; the government of the place where it names none.
    fn competent(
        &self,
        category: &CategoryCode,
        level: Level,
        region: RegionCode,
    ) -> Result<Office, Failed> {
        let Reference { routing, directory, .. } = self.reference;
        let routed = routing.office(category, level, Some(region), directory, self.today);
        let here = || {
            let regency = region.at(RegionLevel::Regency)?;
            directory
                .government_of(regency, self.today)
                .map(|agency| Office { agency: agency.id, unit: None })
        };
        routed.or_else(here).ok_or_else(|| format!("nobody is competent for {category}").into())
    }

    /// The government above one that is complained about.
    fn above(&self, accused: Office, region: RegionCode) -> Result<Office, Failed> {
        let directory = &self.reference.directory;
        let province =
            directory.government_of(region.province(), self.today).map(|agency| agency.id);
        let home_affairs = directory.agency_by_slug("kemendagri").map(|agency| agency.id);
        let found = province.filter(|agency| *agency != accused.agency).or(home_affairs);
        Ok(Office { agency: found.ok_or("no agency above")?, unit: None })
    }

    fn reporter(
        &self,
        text: &Text,
        region: RegionCode,
        channel: Channel,
        anonymous: bool,
        rng: &mut StdRng,
    ) -> (Option<Identity>, ReporterFacts) {
        let reached = match channel {
            Channel::Sms | Channel::Whatsapp | Channel::Phone | Channel::Telegram => Reached::Phone,
            Channel::Email => Reached::Email,
            Channel::Letter | Channel::WalkIn if percent(70, rng) => Reached::Address,
            Channel::Letter | Channel::WalkIn => Reached::Phone,
            _ => *pick(&[Reached::Both, Reached::Email, Reached::Phone], rng)
                .unwrap_or(&Reached::Phone),
        };
        let person = self.people.person(region, reached, rng);
        let nameless = anonymous && percent(50, rng) && !channel.is_paper();
        let disability =
            if text.disability { Some(true) } else { percent(70, rng).then(|| percent(5, rng)) };
        let facts = ReporterFacts {
            sex: percent(85, rng).then_some(person.sex),
            disability,
            reachable: !nameless && reached != Reached::Address,
            proxy: text.proxy,
        };
        ((!nameless).then_some(person.identity), facts)
    }

    fn place(&self, text: &Text, region: RegionCode, slots: &Slots, rng: &mut StdRng) -> Where {
        let known = self.reference.regions.get(region).and_then(|it| it.point);
        let point = known.filter(|_| percent(45, rng)).map(|(north, east)| {
            let near = |degrees: f32, rng: &mut StdRng| {
                let millionths = (f64::from(degrees) * 1e6).round()
                    + f64::from(rng.random_range(-4_000_i32..=4_000));
                #[expect(clippy::cast_possible_truncation, reason = "at most 180 million")]
                let whole = millionths as i64;
                whole
            };
            (near(north, rng), near(east, rng))
        });
        let detail = if text.detail.is_empty() && percent(35, rng) {
            slots.fill("{jalan}, RT {rt}/RW {rw}")
        } else {
            slots.fill(&text.detail)
        };
        Where { region: Some(region), detail, point }
    }
}

fn channel_for(text: &Text, rng: &mut StdRng) -> Channel {
    let short = text.body.chars().count() < 190;
    let all = [
        (Channel::Website, 40),
        (Channel::Mobile, 28),
        (Channel::Whatsapp, 10),
        (Channel::Sms, if short { 25 } else { 0 }),
        (Channel::WalkIn, 5),
        (Channel::Letter, if short { 0 } else { 5 }),
        (Channel::Phone, 4),
        (Channel::Email, 4),
        (Channel::X, 2),
        (Channel::Instagram, 2),
        (Channel::Widget, 3),
    ];
    // Insiders are not asked to write where the operator learns who they are.
    if text.kind == ReportKind::Whistleblowing {
        return Channel::Website;
    }
    weighted(&all, |(_, weight)| *weight, rng).map_or(Channel::Website, |(channel, _)| *channel)
}

fn deficits(text: &Text, rng: &mut StdRng) -> Vec<ServiceDeficit> {
    if text.kind != ReportKind::Complaint || percent(55, rng) {
        return Vec::new();
    }
    pick(ServiceDeficit::ALL, rng).copied().into_iter().collect()
}

/// A title with long names of places may grow beyond a line.
fn shortened(title: &str) -> String {
    title.chars().take(domain::limit::TITLE_MAX).collect()
}
