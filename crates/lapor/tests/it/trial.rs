//! The end of every run: what people were told against what is there.

use crate::crowd::open_all;
use crate::ledger::{Ledger, Stored, Told, Verdict, check_the_judge, compare, stored};
use crate::program::{Home, Server};
use std::collections::BTreeMap;
use std::time::Duration;

/// From the stop signal to the end of the process: the setting's 20 seconds, and as much again
/// for a busy machine.
pub(crate) const STOP_LIMIT: Duration = Duration::from_secs(40);

pub(crate) struct Trial {
    pub(crate) told: BTreeMap<String, Told>,
    pub(crate) stored: Vec<Stored>,
    pub(crate) verdict: Verdict,
}

/// Opens every acknowledged report with its secret, stops the program and reads the database.
/// Everybody must have gone home.
pub(crate) async fn hold(home: &Home, server: Server, ledger: &Ledger) -> Trial {
    let told = ledger.read();
    open_all(home, &told).await;
    let (status, _) = server.stop(STOP_LIMIT).await;
    assert!(status.success(), "{status}:\n{}", home.log());
    let db = home.database().await;
    let stored = stored(&db).await;
    db.close().await.unwrap();
    let verdict = compare(&told, &stored);
    Trial { told, stored, verdict }
}

impl Trial {
    /// Nothing lost, doubled or torn; the judge sees; the program's own check agrees.
    pub(crate) async fn acquit(&self, home: &Home) {
        assert!(self.verdict.is_clean(), "{:?}", self.verdict);
        check_the_judge(&self.told, &self.stored);
        home.succeed(&["check", "--deep"]).await;
    }

    pub(crate) fn acknowledged(&self) -> usize {
        self.told.values().filter(|told| told.sent).count()
    }
}
