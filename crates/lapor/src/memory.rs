//! How much memory the allocator keeps aside.

use std::env;
use std::os::unix::process::CommandExt as _;
use std::process::Command;

/// What glibc reads before the program begins (mallopt(3)); the last two are the sizes with which
/// it begins and which it would otherwise raise to 32 MB with the first large table that is freed.
const ARENAS: &str = "MALLOC_ARENA_MAX";
const KEPT: [(&str, &str); 2] =
    [("MALLOC_MMAP_THRESHOLD_", "131072"), ("MALLOC_TRIM_THRESHOLD_", "131072")];

/// Starts this program again, as the same process, with no more arenas than processors, and gives
/// back what large tables leave behind.
///
/// glibc gives each thread an arena of its own, up to eight for each processor, and keeps what is
/// freed there for that thread: a third of all memory after an hour of reading. Where that cannot
/// be, or an operator has chosen otherwise, everything works as it is.
pub(crate) fn share() {
    if env::var_os(ARENAS).is_some() {
        return;
    }
    let Ok(program) = env::current_exe() else { return };
    let processors = std::thread::available_parallelism().map_or(2, usize::from);
    let mut arguments = env::args_os();
    let mut again = Command::new(program);
    if let Some(name) = arguments.next() {
        again.arg0(name);
    }
    again.args(arguments).env(ARENAS, processors.max(2).to_string()).envs(KEPT);
    // Returns only when it has failed.
    let _failed = again.exec();
}
