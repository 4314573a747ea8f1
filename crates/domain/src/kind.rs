//! The vocabulary of a report: kinds, classes, channels, reasons.

use crate::worded;

worded! {
    /// What the reporter wants (klasifikasi laporan).
    pub enum ReportKind {
        /// Pengaduan: a service is not as it should be (UU 25/2009 art. 40).
        Complaint = "complaint",
        /// Aspirasi: a suggestion on services or on draft policy.
        Aspiration = "aspiration",
        /// Permintaan informasi.
        InformationRequest = "information",
        /// Whistle blowing: wrongdoing by officials, protected.
        Whistleblowing = "whistleblowing",
    }
}

worded! {
    /// Whether a complaint shows an irregularity that needs examination.
    pub enum ComplaintClass {
        /// Tidak berkadar pengawasan.
        NonSupervisory = "non_supervisory",
        /// Berkadar pengawasan: goes to the inspectorate, restricted view.
        Supervisory = "supervisory",
    }
}

worded! {
    /// How words entered; kept raw, mapped to the four channels of indicator 1 by [`Channel::indicator`].
    pub enum Channel {
        /// The site.
        Website = "website",
        /// A mobile application.
        Mobile = "mobile",
        /// A form embedded in an agency's site.
        Widget = "widget",
        /// Another system through the API.
        Api = "api",
        /// Short message.
        Sms = "sms",
        /// Telephone, typed in by an officer.
        Phone = "phone",
        /// Letter, typed in by an officer.
        Letter = "letter",
        /// E-mail.
        Email = "email",
        /// At a service desk.
        WalkIn = "walk_in",
        /// `WhatsApp`.
        Whatsapp = "whatsapp",
        /// Telegram.
        Telegram = "telegram",
        /// X (Twitter).
        X = "x",
        /// Facebook.
        Facebook = "facebook",
        /// Instagram.
        Instagram = "instagram",
        /// Anything else.
        Other = "other",
    }
}

worded! {
    /// The rows 1.1 to 1.4 of the monthly indicators (Permen PANRB 46/2020 §3.5), and the rest.
    pub enum IndicatorChannel {
        /// 1.1 website and apps.
        WebAndApps = "web_and_apps",
        /// 1.2 SMS.
        Sms = "sms",
        /// 1.3 telephone, letter, post, e-mail.
        PhoneLetterEmail = "phone_letter_email",
        /// 1.4 in person.
        InPerson = "in_person",
        /// Chat and social media: the regulation has no row for them, indicator 2 counts them.
        ChatAndSocial = "chat_and_social",
    }
}

impl Channel {
    /// The row of indicator 1 that counts this channel.
    #[must_use]
    pub fn indicator(self) -> IndicatorChannel {
        match self {
            Self::Website | Self::Mobile | Self::Widget | Self::Api => IndicatorChannel::WebAndApps,
            Self::Sms => IndicatorChannel::Sms,
            Self::Phone | Self::Letter | Self::Email => IndicatorChannel::PhoneLetterEmail,
            Self::WalkIn => IndicatorChannel::InPerson,
            Self::Whatsapp
            | Self::Telegram
            | Self::X
            | Self::Facebook
            | Self::Instagram
            | Self::Other => IndicatorChannel::ChatAndSocial,
        }
    }

    /// True when the reporter holds paper and gets a letter back.
    #[must_use]
    pub fn is_paper(self) -> bool {
        matches!(self, Self::Letter | Self::WalkIn)
    }
}

worded! {
    /// How fast harm follows.
    pub enum Urgency {
        /// Can wait its turn.
        Low = "low",
        /// The usual.
        Normal = "normal",
        /// Soon.
        High = "high",
        /// Danger to life or limb.
        Emergency = "emergency",
    }
}

worded! {
    /// Why a category is confidential by default.
    pub enum Sensitivity {
        /// Concerns a child.
        Child = "child",
        /// Concerns gender.
        Gender = "gender",
        /// Concerns a disability.
        Disability = "disability",
        /// Concerns somebody's health.
        Health = "health",
        /// Concerns violence.
        Violence = "violence",
    }
}

worded! {
    /// What was lacking in the service (slide "Data tentang kekurangan" of 2018).
    pub enum ServiceDeficit {
        /// Procedures and processes.
        Procedure = "procedure",
        /// Facilities.
        Facility = "facility",
        /// Cost.
        Cost = "cost",
        /// Competence of staff.
        Competence = "competence",
        /// Behaviour of staff.
        Behaviour = "behaviour",
    }
}

worded! {
    /// Level of government that owns the matter.
    pub enum Level {
        /// Desa, kelurahan: handled through the district office.
        Village = "village",
        /// Kabupaten, kota.
        Regency = "regency",
        /// Provinsi.
        Province = "province",
        /// Pusat.
        National = "national",
    }
}

worded! {
    /// Why a report is archived without being handled. The reporter always reads which.
    pub enum ArchiveReason {
        /// Wrong format of a short message ("kesalahan format").
        WrongFormat = "wrong_format",
        /// Too general to act on.
        TooGeneral = "too_general",
        /// Not about government or public service.
        NotPublicService = "not_public_service",
        /// Cannot be understood.
        Unclear = "unclear",
        /// The same reporter's report of the same matter is being handled.
        DuplicateInProcess = "duplicate_in_process",
        /// Hatred, insult or slander.
        Hateful = "hateful",
        /// Before a court, a legislature or the police.
        UnderLegalProcess = "under_legal_process",
        /// Test or spam.
        Spam = "spam",
        /// The reporter did not complete it in time; only the clock gives this reason.
        NotCompleted = "not_completed",
    }
}

worded! {
    /// Why an office says the matter is not its own.
    pub enum DeclineReason {
        /// Bukan wewenang.
        NotOurAuthority = "not_our_authority",
        /// Another level of government owns it.
        OtherLevel = "other_level",
        /// The place lies elsewhere.
        OtherRegion = "other_region",
        /// The office is complained about and must not judge itself.
        Conflict = "conflict",
    }
}

worded! {
    /// What an answer says was done. "Will be coordinated" is a progress note, not an answer.
    pub enum ActionTaken {
        /// The matter is settled.
        Done = "done",
        /// It will be done by a stated date.
        Scheduled = "scheduled",
        /// What was asked is explained or given.
        Explained = "explained",
        /// It cannot be done, with the reason.
        Refused = "refused",
    }
}

worded! {
    /// On what ground an agency or the national admin closes after its answer was contested.
    pub enum CloseGround {
        /// The contested point was answered again and nothing new was said.
        AnsweredAgain = "answered_again",
        /// The matter was settled in the meantime.
        SettledSince = "settled_since",
        /// What is asked lies beyond the law.
        BeyondLaw = "beyond_law",
    }
}

worded! {
    /// Why a closed or archived report is opened again.
    pub enum ReopenGround {
        /// The reporter objected with reason.
        Objection = "objection",
        /// A supervisor found the handling wanting.
        Supervision = "supervision",
        /// New facts.
        NewFacts = "new_facts",
        /// It was joined to a report about another matter.
        WronglyMerged = "wrongly_merged",
    }
}

worded! {
    /// How a dispute over a complaint is settled (UU 25/2009 art. 46).
    pub enum DisputeForm {
        /// Mediasi.
        Mediation = "mediation",
        /// Konsiliasi.
        Conciliation = "conciliation",
        /// Ajudikasi.
        Adjudication = "adjudication",
    }
}

worded! {
    /// What is missing before a report can be acted on.
    pub enum MissingItem {
        /// Where it happened.
        Place = "place",
        /// When it happened.
        Time = "time",
        /// Which office or official.
        Office = "office",
        /// What exactly happened.
        Facts = "facts",
        /// Documents or photographs.
        Evidence = "evidence",
        /// A way to reach the reporter.
        Contact = "contact",
        /// A letter of authority for someone else.
        Proxy = "proxy",
    }
}
