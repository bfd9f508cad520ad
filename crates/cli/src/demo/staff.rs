//! Who works in the demonstration.

/// Staff of the demonstration; they sign in with a code that is read at `/outbox`.
pub(super) const STAFF: [(&str, &str); 8] = [
    ("Administrator", "admin@amanah.example"),
    ("Second administrator", "admin2@amanah.example"),
    ("Reviewer", "reviewer@amanah.example"),
    ("Contact agent", "agent@amanah.example"),
    ("Data protection officer", "dpo@amanah.example"),
    ("Second data protection officer", "dpo2@amanah.example"),
    ("Second contact agent", "agent2@amanah.example"),
    ("Lead of the cases", "lead@amanah.example"),
];
