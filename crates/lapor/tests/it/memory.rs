//! How the service holds its allocator to what it needs.

use crate::program::Home;
use store::both_engines;

const ARENAS: &str = "MALLOC_ARENA_MAX";
const KEPT: &str = "MALLOC_TRIM_THRESHOLD_";

both_engines!(empty no_more_arenas_than_processors_unless_told, |place| async move {
    let home = Home::new(&place);
    home.succeed(&["migrate"]).await;
    let server = home.start().await;
    let processors = std::thread::available_parallelism().unwrap().get().max(2);
    assert_eq!(server.setting(ARENAS), Some(processors.to_string()), "in the process started");
    assert_eq!(server.setting(KEPT).as_deref(), Some("131072"));
    drop(server);
    let told = home.with(ARENAS, "7");
    let server = told.start().await;
    assert_eq!(server.setting(ARENAS).as_deref(), Some("7"));
    assert_eq!(server.setting(KEPT), None);
});
