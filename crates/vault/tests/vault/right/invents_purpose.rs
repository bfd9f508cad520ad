//! A type of one's own is no purpose.

use amanah_domain::purposes::AssessAge;
use amanah_vault::Permit;

fn assess(_: &Permit<AssessAge>) {}
