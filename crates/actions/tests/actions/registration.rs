//! Registration and sign-in by code.

use amanah_actions::ActionError;
use amanah_actions::letters::{Language, LetterKind};
use amanah_actions::person::begin_registration::RegistrationInput;
use amanah_store::accounts::{self, AccountKind};
use amanah_store::people;
use amanah_testkit::TestOffice;

use crate::on_both;
use crate::people::refused;

const SITI: &str = "siti.aminah@surat.example";

fn input(contact: &str) -> RegistrationInput {
    RegistrationInput {
        name: "Siti Aminah".to_owned(),
        contact: contact.to_owned(),
        consents: Vec::new(),
        accepted: true,
        attested: true,
        language: Language::Id,
    }
}

async fn a_stranger_becomes_a_participant_and_signs_in(test: &mut TestOffice) {
    let session = test.register("Siti Aminah", SITI).await;
    assert!(!session.staff && session.roles().is_empty());
    let person = session.person;
    let account = test.office.store.read(move |db| accounts::read(db, &person)).await.unwrap().unwrap();
    assert_eq!(account.kind, AccountKind::Participant);
    let again = test.sign_in(SITI).await;
    assert_eq!(again.person, person);
    assert!(matches!(test.newest_letter(SITI).await, LetterKind::SignedIn { .. }));
    let phone = test.register("Budi", "+6281234567890").await;
    assert_ne!(phone.person, person);
}

/// Known or unknown: the same answer, the same rows, the same number of letters; what differs is told to
/// the owner of the address alone.
async fn a_known_and_an_unknown_address_get_the_same_answer(test: &mut TestOffice) {
    let owner = test.register("Siti Aminah", SITI).await;
    test.secret("wati@surat.example");
    let before = test.office.store.read(|db| people::key_counts(db)).await.unwrap();
    let known = test.office.begin_registration(input(SITI), b"n").await.unwrap();
    let unknown = test.office.begin_registration(input("wati@surat.example"), b"n").await.unwrap();
    assert_eq!(known.0.len(), unknown.0.len());
    let after = test.office.store.read(|db| people::key_counts(db)).await.unwrap();
    assert_eq!(after[0].1, before[0].1 + 2, "each makes a stranger with keys of their own");
    assert!(matches!(test.newest_letter(SITI).await, LetterKind::AlreadyAccount { .. }));
    assert!(matches!(test.newest_letter("wati@surat.example").await, LetterKind::Code { .. }));
    // The code signs the owner in to the account there is.
    let code = test.code_from_letter(SITI).await;
    let confirmed = test.office.confirm_code(&known.0, &code, "Test").await.unwrap();
    assert!(!confirmed.new);
    assert_eq!(test.office.session(&confirmed.token).await.unwrap().person, owner.person);

    // Signing in with an address that nobody has.
    let ticket = test.office.begin_sign_in("nobody@surat.example", Language::En, b"n").await.unwrap();
    assert!(matches!(test.newest_letter("nobody@surat.example").await, LetterKind::NoAccount));
    assert_eq!(
        refused(test.office.confirm_code(&ticket.0, "123456", "Test").await),
        [("code", "code-wrong")]
    );
}

async fn a_code_has_five_tries_ten_minutes_and_one_use(test: &mut TestOffice) {
    test.secret(SITI);
    let ticket = test.office.begin_registration(input(SITI), b"n").await.unwrap();
    let code = test.code_from_letter(SITI).await;
    let wrong = if code == "000000" { "000001" } else { "000000" };
    for _ in 0..5 {
        assert_eq!(
            refused(test.office.confirm_code(&ticket.0, wrong, "Test").await),
            [("code", "code-wrong")]
        );
    }
    // Even the right one is spent now.
    assert_eq!(refused(test.office.confirm_code(&ticket.0, &code, "Test").await), [("code", "code-lapsed")]);

    let late = test.office.begin_registration(input(SITI), b"n").await.unwrap();
    let code = test.code_from_letter(SITI).await;
    test.advance_seconds(600);
    assert_eq!(refused(test.office.confirm_code(&late.0, &code, "Test").await), [("code", "code-lapsed")]);

    let good = test.office.begin_registration(input(SITI), b"n").await.unwrap();
    let code = test.code_from_letter(SITI).await;
    assert!(test.office.confirm_code(&good.0, &code, "Test").await.unwrap().new);
    assert_eq!(refused(test.office.confirm_code(&good.0, &code, "Test").await), [("code", "code-lapsed")]);
    for nonsense in ["", "zz", &"0".repeat(63), &"0".repeat(64), "../../etc/passwd"] {
        assert_eq!(refused(test.office.confirm_code(nonsense, &code, "Test").await).len(), 1);
    }
}

async fn what_is_wrong_with_a_registration_is_said_beside_the_field(test: &mut TestOffice) {
    let bad = RegistrationInput {
        name: "\u{202e}evil".to_owned(),
        contact: "not an address".to_owned(),
        accepted: false,
        attested: false,
        ..input(SITI)
    };
    let errors = refused(test.office.begin_registration(bad, b"n").await);
    let fields: Vec<_> = errors.iter().map(|(field, _)| *field).collect();
    assert_eq!(fields, ["name", "address", "accept", "attest"]);
    let limited = async {
        for _ in 0..10 {
            test.office.begin_registration(input(SITI), b"n").await?;
        }
        Ok::<_, ActionError>(())
    };
    assert!(matches!(limited.await, Err(ActionError::Limit { name: "codes_per_address_max", .. })));
}

/// Strangers are forgotten after a day, with everything they typed.
async fn strangers_are_forgotten(test: &mut TestOffice) {
    test.secret(SITI);
    let ticket = test.office.begin_registration(input(SITI), b"n").await.unwrap();
    test.run_jobs().await;
    test.advance_hours(25);
    let swept = test.office.sweep().await.unwrap();
    assert_eq!((swept.tickets, swept.strangers, swept.letters), (1, 1, 1));
    assert_eq!(test.office.store.read(|db| people::key_counts(db)).await.unwrap(), []);
    assert_eq!(
        refused(test.office.confirm_code(&ticket.0, "123456", "Test").await),
        [("code", "code-lapsed")]
    );
}

on_both! {
    a_stranger_becomes_a_participant_and_signs_in
    a_known_and_an_unknown_address_get_the_same_answer
    a_code_has_five_tries_ten_minutes_and_one_use
    what_is_wrong_with_a_registration_is_said_beside_the_field
    strangers_are_forgotten
}
