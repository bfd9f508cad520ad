//! Cases: one thing for everything that a person asks, by whichever channel it came.

pub(crate) mod new;
