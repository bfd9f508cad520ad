//! What the identity card calls woman or man.

use super::choices;

choices! {
    /// Gender as the civil registry keeps it. A NIK suggests it; only the person or the registry states it.
    Gender, "gender-unknown" {
        /// Woman.
        Female "female",
        /// Man.
        Male "male",
    }
}
