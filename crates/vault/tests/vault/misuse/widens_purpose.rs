//! What a purpose reads is declared in its one line, nowhere else.

use amanah_domain::MayRead;
use amanah_domain::purposes::AssessAge;
use amanah_domain::values::Nik;

impl MayRead<Nik> for AssessAge {}

fn main() {}
