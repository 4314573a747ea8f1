//! What anonymous and confidential mean, in one place.
//!
//! `anonymous` hides the person, `confidential` hides the content. The four combinations hold for
//! every viewer here and nowhere else; pages, search, exports, API and statistics ask this module.

use crate::role::Role;
use crate::worded;

/// The reporter's two choices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Privacy {
    /// Anonim: who reports is hidden from the reported office and the public.
    pub anonymous: bool,
    /// Rahasia: the content is hidden from the public.
    pub confidential: bool,
}

worded! {
    /// A part of a report that somebody may or may not see.
    pub enum Part {
        /// That the report exists, its number, stage, agency, dates.
        Stage = "stage",
        /// Title, body, wish, place, answers: what it is about.
        Content = "content",
        /// Attachments of the reporter.
        Files = "files",
        /// Who works on it and what officers wrote to each other.
        Journal = "journal",
        /// The reporter's name.
        Name = "name",
        /// The reporter's telephone, e-mail, address.
        Contact = "contact",
        /// The reporter's population number.
        Nik = "nik",
        /// Offices and persons complained about.
        Accused = "accused",
    }
}

worded! {
    /// How much of a part is seen.
    pub enum Sight {
        /// Nothing, not even that it is there.
        Hidden = "hidden",
        /// With the telling characters replaced.
        Masked = "masked",
        /// After giving a reason that is written down first and told to the reporter.
        Audited = "audited",
        /// As it is.
        Full = "full",
    }
}

worded! {
    /// Who looks, seen from the report.
    pub enum Viewer {
        /// Anybody.
        Public = "public",
        /// The one who filed it, with the secret or the account.
        Reporter = "reporter",
        /// The reporter of a report joined to this one.
        Follower = "follower",
        /// National admin or supervisor.
        National = "national",
        /// Admin, head, owner, analyst of the agency that has it.
        Agency = "agency",
        /// Officer of the unit that has it.
        Unit = "unit",
        /// A supporting agency or one with a copy.
        Support = "support",
        /// Inspectorate of the agency that has it.
        Inspectorate = "inspectorate",
        /// Manager of a hub of that agency.
        Hub = "hub",
        /// The Ombudsman after escalation.
        OmbudsmanEscalated = "ombudsman_escalated",
        /// The Ombudsman before.
        Ombudsman = "ombudsman",
        /// An officer of an office complained about.
        Accused = "accused",
        /// Any other officer: no more than the public, whatever the role.
        OtherOfficer = "other_officer",
        /// Runs the machines.
        Operator = "operator",
    }
}

/// Who may see what. `restricted` is a supervisory complaint: its content is for the
/// inspectorate, the nation, the Ombudsman and the reporter.
#[must_use]
#[expect(clippy::match_same_arms, reason = "a table, read row by row")]
pub fn may_see(viewer: Viewer, part: Part, privacy: Privacy, restricted: bool) -> Sight {
    let hidden_content = privacy.confidential || restricted;
    match (viewer, part) {
        (Viewer::Operator, _) => Sight::Hidden,
        (Viewer::Reporter, Part::Journal) => Sight::Hidden,
        (Viewer::Reporter, Part::Nik) => Sight::Masked,
        (Viewer::Reporter, _) => Sight::Full,
        // An office complained about learns of it only through those who examine it.
        (Viewer::Accused, _) => {
            hide_if(hidden_content || part != Part::Stage && part != Part::Content)
        }
        (Viewer::Public | Viewer::Follower | Viewer::OtherOfficer, Part::Stage | Part::Content) => {
            hide_if(hidden_content)
        }
        (Viewer::Public | Viewer::Follower | Viewer::OtherOfficer, _) => Sight::Hidden,
        (Viewer::National, Part::Name | Part::Contact | Part::Nik) => Sight::Audited,
        (Viewer::National, _) => Sight::Full,
        (Viewer::OmbudsmanEscalated, Part::Name | Part::Contact) => Sight::Audited,
        (Viewer::OmbudsmanEscalated, Part::Nik) => Sight::Hidden,
        (Viewer::OmbudsmanEscalated, _) => Sight::Full,
        (Viewer::Ombudsman | Viewer::Hub, Part::Stage) => Sight::Full,
        (Viewer::Ombudsman | Viewer::Hub, Part::Content) => hide_if(hidden_content),
        (Viewer::Ombudsman | Viewer::Hub, _) => Sight::Hidden,
        (Viewer::Inspectorate, Part::Name | Part::Contact) => audited_unless(privacy.anonymous),
        (Viewer::Inspectorate, Part::Nik) => Sight::Hidden,
        (Viewer::Inspectorate, _) => Sight::Full,
        (Viewer::Agency | Viewer::Unit | Viewer::Support, _) if restricted => match part {
            Part::Stage => Sight::Full,
            Part::Content
            | Part::Files
            | Part::Journal
            | Part::Name
            | Part::Contact
            | Part::Nik
            | Part::Accused => Sight::Hidden,
        },
        (Viewer::Agency | Viewer::Unit, Part::Name | Part::Contact) => {
            audited_unless(privacy.anonymous)
        }
        (Viewer::Agency | Viewer::Unit | Viewer::Support, Part::Nik) => Sight::Hidden,
        (Viewer::Support, Part::Name | Part::Contact) => Sight::Hidden,
        (Viewer::Agency | Viewer::Unit | Viewer::Support, _) => Sight::Full,
    }
}

fn hide_if(hidden: bool) -> Sight {
    if hidden { Sight::Hidden } else { Sight::Full }
}

fn audited_unless(anonymous: bool) -> Sight {
    if anonymous { Sight::Hidden } else { Sight::Audited }
}

/// True when a role may ever read content that is not public; the others see what the public sees.
#[must_use]
pub fn is_trusted(role: Role) -> bool {
    matches!(
        role,
        Role::NationalAdmin
            | Role::NationalSupervisor
            | Role::OmbudsmanOfficer
            | Role::HubManager
            | Role::AgencyHead
            | Role::ServiceOwner
            | Role::AgencyAdmin
            | Role::LiaisonOfficer
            | Role::ComplaintAnalyst
            | Role::InspectorateOfficer
            | Role::IntakeOperator
            | Role::DataProtectionOfficer
    )
}

/// The table for docs/generated/visibility.md: viewer × part × the four combinations, and the
/// restricted view.
#[must_use]
pub fn table() -> String {
    use std::fmt::Write;
    let combinations = [
        ("open", Privacy::default(), false),
        ("anonymous", Privacy { anonymous: true, confidential: false }, false),
        ("confidential", Privacy { anonymous: false, confidential: true }, false),
        ("both", Privacy { anonymous: true, confidential: true }, false),
        ("supervisory", Privacy::default(), true),
        ("supervisory, both", Privacy { anonymous: true, confidential: true }, true),
    ];
    let mut out =
        String::from("# Who sees what\n\nGenerated from `domain::visibility::may_see`.\n");
    for (name, privacy, restricted) in combinations {
        let _ = write!(out, "\n## {name}\n\n| viewer |");
        for part in Part::ALL {
            let _ = write!(out, " {part} |");
        }
        let _ = write!(out, "\n|---|{}\n", "---|".repeat(Part::ALL.len()));
        for viewer in Viewer::ALL {
            let _ = write!(out, "| {viewer} |");
            for part in Part::ALL {
                let _ = write!(out, " {} |", may_see(*viewer, *part, privacy, restricted));
            }
            out.push('\n');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const FOUR: [Privacy; 4] = [
        Privacy { anonymous: false, confidential: false },
        Privacy { anonymous: true, confidential: false },
        Privacy { anonymous: false, confidential: true },
        Privacy { anonymous: true, confidential: true },
    ];

    #[test]
    fn the_public_never_sees_who_reports() {
        for privacy in FOUR {
            for restricted in [false, true] {
                for part in [
                    Part::Name,
                    Part::Contact,
                    Part::Nik,
                    Part::Accused,
                    Part::Journal,
                    Part::Files,
                ] {
                    for viewer in
                        [Viewer::Public, Viewer::Follower, Viewer::OtherOfficer, Viewer::Accused]
                    {
                        assert_eq!(may_see(viewer, part, privacy, restricted), Sight::Hidden);
                    }
                }
            }
        }
    }

    #[test]
    fn anonymous_hides_the_person_from_every_reported_office() {
        for viewer in
            [Viewer::Agency, Viewer::Unit, Viewer::Support, Viewer::Inspectorate, Viewer::Hub]
        {
            for part in [Part::Name, Part::Contact, Part::Nik] {
                for privacy in FOUR.into_iter().filter(|p| p.anonymous) {
                    assert_eq!(
                        may_see(viewer, part, privacy, false),
                        Sight::Hidden,
                        "{viewer} {part}"
                    );
                }
            }
        }
    }

    #[test]
    fn nobody_but_the_reporter_reads_an_identity_without_a_reason() {
        for viewer in Viewer::ALL {
            for privacy in FOUR {
                for part in [Part::Name, Part::Contact, Part::Nik] {
                    let sight = may_see(*viewer, part, privacy, false);
                    assert!(sight != Sight::Full || *viewer == Viewer::Reporter, "{viewer} {part}");
                }
            }
        }
    }

    #[test]
    fn confidential_hides_the_content_from_the_public_and_not_from_who_handles_it() {
        let secret = Privacy { anonymous: false, confidential: true };
        for viewer in [
            Viewer::Public,
            Viewer::Follower,
            Viewer::OtherOfficer,
            Viewer::Accused,
            Viewer::Operator,
        ] {
            assert_eq!(may_see(viewer, Part::Content, secret, false), Sight::Hidden);
            assert_eq!(may_see(viewer, Part::Stage, secret, false), Sight::Hidden);
        }
        for viewer in [Viewer::Agency, Viewer::Unit, Viewer::National, Viewer::Inspectorate] {
            assert_eq!(may_see(viewer, Part::Content, secret, false), Sight::Full);
        }
    }

    #[test]
    fn a_supervisory_complaint_is_read_by_the_inspectorate_and_not_by_the_desk() {
        for viewer in [Viewer::Agency, Viewer::Unit, Viewer::Support, Viewer::Public, Viewer::Hub] {
            assert_eq!(
                may_see(viewer, Part::Content, Privacy::default(), true),
                Sight::Hidden,
                "{viewer}"
            );
        }
        for viewer in
            [Viewer::Inspectorate, Viewer::National, Viewer::OmbudsmanEscalated, Viewer::Reporter]
        {
            assert_eq!(
                may_see(viewer, Part::Content, Privacy::default(), true),
                Sight::Full,
                "{viewer}"
            );
        }
    }
}
