//! What tests and the demo stand on: people who do not exist, a clock and chance that obey, stand-ins for
//! outside services, a private PostgreSQL, a browser. Linked by `cli` for `demo` and `bench` alone.

#[cfg(feature = "browser")]
pub mod browser;
mod cases;
mod clear_values;
pub mod clock_and_chance;
pub mod controller;
pub mod erasures;
pub mod mail_server;
pub mod office;
pub mod population;
pub mod postgres;
pub mod registry;
#[cfg(feature = "s3")]
pub mod s3;
pub mod test_post;
pub mod whatsapp;

pub use amanah_store::Engine;
pub use clock_and_chance::{FixedClock, SeededChance};
pub use office::TestOffice;
pub use population::{Population, SyntheticPerson};
pub use registry::Registry;
