//! Before any key is in memory: this process cannot be dumped or traced, and leaves no core file.

use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit};

/// Makes the process undumpable.
///
/// # Errors
/// A sentence where the system refuses.
pub(crate) fn lock_down() -> Result<(), String> {
    setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) })
        .map_err(|e| format!("core files cannot be forbidden: {e}"))?;
    set_dumpable_behavior(DumpableBehavior::NotDumpable)
        .map_err(|e| format!("the process cannot be made undumpable: {e}"))
}
