//! Names of things: newtypes, so that an agency's number is never taken for a report's.

macro_rules! id {
    ($(#[$meta:meta])* $name:ident($inner:ty)) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub $inner);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { self.0.fmt(f) }
        }
    };
}

id!(
    /// Internal name of a report: time-ordered 64-bit, never shown, never a secret.
    ReportId(i64)
);
id!(
    /// A ministry, institution, regional government or enterprise.
    AgencyId(i64)
);
id!(
    /// A unit below an agency: directorate, dinas, inspectorate, district office.
    UnitId(i64)
);
id!(
    /// A person who works for an agency, a hub, the Ombudsman or the nation.
    OfficerId(i64)
);
id!(
    /// A person who reports; personal data hangs on it and on nothing else.
    PersonId(i64)
);
id!(
    /// A dated set of rules; a report keeps the one it was received under.
    RulesId(i64)
);
id!(
    /// A frequent question with its answer.
    FaqId(i64)
);
id!(
    /// Number of a supporting task within its report, from 1.
    TaskNo(u16)
);
