//! Those to whom data went are told that they are to go (`docs/contracts/erasure-notice.md`), or that they
//! were wrong, rest on no consent any more, are restricted (`docs/contracts/rights-notice.md`), and answer
//! with a signed acknowledgement. The person is named by a reference that this one class of
//! recipients was given with the data; it leads nowhere else.

use amanah_domain::cases::NoticeKind;
use amanah_domain::{NoticeId, RecipientClass};
use amanah_ledger::{Note, Verifier};

/// Seconds that one notice may take; then it waits for its next turn.
const ANSWER_SECONDS_MAX: u64 = 10;
/// Bytes of an acknowledgement, at most.
const ANSWER_BYTES_MAX: usize = 4_096;
/// The first line of an acknowledgement of an erasure.
const HEADER: &str = "amanah erasure acknowledgement v1";
/// The same of everything else.
const OTHER_HEADER: &str = "amanah notice acknowledgement v1";
/// What a recipient may say that it did.
const STATES: [&str; 3] = ["erased", "nothing-held", "kept-by-law"];

/// The first line of an acknowledgement, and what a recipient may say that it did. Nothing excepts a
/// correction.
const fn forms(kind: NoticeKind) -> (&'static str, &'static [&'static str]) {
    match kind {
        NoticeKind::Removal => (HEADER, &STATES),
        NoticeKind::Correction => (OTHER_HEADER, &["corrected", "nothing-held"]),
        NoticeKind::Withdrawal => (OTHER_HEADER, &["stopped", "nothing-held", "kept-by-law"]),
        NoticeKind::Restriction => (OTHER_HEADER, &["restricted", "nothing-held", "kept-by-law"]),
    }
}

/// Where a class of recipients is told, and the key that signs its acknowledgements.
#[derive(Clone, Debug)]
pub struct RecipientAddress {
    /// Which class.
    pub class: RecipientClass,
    /// The base of its service, such as `https://registry.example`.
    pub url: String,
    /// Its published key.
    pub verifier: Verifier,
}

impl RecipientAddress {
    /// Reads `government=https://registry.example,registry.example+1a2b3c4d+AQ…`: class, address, and
    /// the key as signed notes publish it.
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        let form = || {
            format!(
                "`{text}` does not name a recipient; write class=address,key, such as \
                 government=https://registry.example,registry.example+1a2b3c4d+AQ…"
            )
        };
        let (class, rest) = text.split_once('=').ok_or_else(form)?;
        let (url, vkey) = rest.split_once(',').ok_or_else(form)?;
        let class = RecipientClass::from_name(class.trim()).ok_or_else(|| {
            let known: Vec<&str> = RecipientClass::ALL.iter().map(|class| class.name()).collect();
            format!("there is no class of recipients `{class}`; there are {}", known.join(", "))
        })?;
        if !url.starts_with("http://") && !url.starts_with("https://") {
            return Err(format!("`{url}` is not an address; it must begin with https:// or http://"));
        }
        let verifier = Verifier::from_vkey(vkey.trim()).map_err(|_| {
            format!("`{vkey}` is not a key; write it as the recipient publishes it: name+id+key")
        })?;
        Ok(Self { class, url: url.trim_end_matches('/').to_owned(), verifier })
    }
}

/// No acknowledgement this time. Holds nothing personal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum NoAnswer {
    /// Nobody is configured for this class.
    NoAddress,
    /// Not handed over.
    NotTold(&'static str),
    /// Handed over, and no acknowledgement that counts.
    NotAcknowledged(&'static str),
}

/// The recipients that can be told over HTTP.
#[derive(Default)]
pub struct Recipients {
    client: Option<reqwest::Client>,
    list: Vec<RecipientAddress>,
}

impl Recipients {
    /// Recipients by class; of two for one class the last counts.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub fn new(list: Vec<RecipientAddress>) -> Result<Self, String> {
        let client = reqwest::Client::builder()
            .timeout(std::time::Duration::from_secs(ANSWER_SECONDS_MAX))
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|e| format!("recipients cannot be told from here: {e}"))?;
        Ok(Self { client: Some(client), list })
    }

    /// Whether a class can be told.
    pub fn reaches(&self, class: RecipientClass) -> bool {
        self.list.iter().any(|address| address.class == class)
    }

    /// The key by which a class's acknowledgements are checked.
    pub(crate) fn key(&self, class: RecipientClass) -> Option<String> {
        let address = self.list.iter().rfind(|address| address.class == class);
        address.map(|address| address.verifier.to_vkey())
    }

    /// Tells, and checks the acknowledgement. Telling twice does no harm: the notice has an id.
    pub(crate) async fn tell(&self, question: &RecipientNotice) -> Result<String, NoAnswer> {
        let address = self.list.iter().rfind(|address| address.class == question.class);
        let (Some(address), Some(client)) = (address, &self.client) else { return Err(NoAnswer::NoAddress) };
        let (path, body) = question.form();
        let sent = client
            .post(format!("{}{path}", address.url))
            .header("Idempotency-Key", question.notice.to_hex())
            .json(&body)
            .send()
            .await;
        let answer = sent.map_err(|e| match e.is_connect() {
            true => NoAnswer::NotTold("not reachable"),
            false => NoAnswer::NotAcknowledged("no answer in time"),
        })?;
        if !answer.status().is_success() {
            return Err(NoAnswer::NotTold("it answered with an error"));
        }
        if answer.content_length().is_some_and(|length| length > ANSWER_BYTES_MAX as u64) {
            return Err(NoAnswer::NotAcknowledged("the answer is too long"));
        }
        let text = answer.text().await.map_err(|_| NoAnswer::NotAcknowledged("the answer broke off"))?;
        if text.len() > ANSWER_BYTES_MAX {
            return Err(NoAnswer::NotAcknowledged("the answer is too long"));
        }
        let forms = forms(question.kind());
        check_word(&text, &address.verifier, question.notice, &question.reference, forms)
            .map_err(NoAnswer::NotAcknowledged)?;
        Ok(text)
    }
}

/// What one recipient is told.
pub(crate) struct RecipientNotice {
    pub(crate) class: RecipientClass,
    pub(crate) notice: NoticeId,
    pub(crate) reference: [u8; 16],
    pub(crate) what: ToldOf,
}

/// What is to be done.
pub(crate) enum ToldOf {
    /// What was received is to go.
    Erasure { act: &'static str, categories: Vec<&'static str> },
    /// Anything else: fields, a purpose, and by when it is to be acknowledged.
    Other { kind: NoticeKind, fields: Vec<&'static str>, purpose: Option<&'static str>, due: String },
}

impl RecipientNotice {
    fn kind(&self) -> NoticeKind {
        match &self.what {
            ToldOf::Erasure { .. } => NoticeKind::Removal,
            ToldOf::Other { kind, .. } => *kind,
        }
    }

    fn form(&self) -> (&'static str, serde_json::Value) {
        let (notice, reference) = (self.notice.to_hex(), hex::encode(self.reference));
        match &self.what {
            ToldOf::Erasure { act, categories } => (
                "/v1/erasures",
                serde_json::json!({
                    "notice": notice, "reference": reference, "act": act, "categories": categories,
                }),
            ),
            ToldOf::Other { kind, fields, purpose, due } => (
                "/v1/notices",
                serde_json::json!({
                    "notice": notice, "reference": reference, "kind": kind.name(), "fields": fields,
                    "purpose": purpose, "due": due,
                }),
            ),
        }
    }
}

/// Whether a text is the recipient's acknowledgement of this notice of erasure.
///
/// # Errors
/// What is wrong with it, for the operator.
pub fn check_acknowledgement(
    text: &str,
    verifier: &Verifier,
    notice: NoticeId,
    reference: &[u8; 16],
) -> Result<(), &'static str> {
    check_word(text, verifier, notice, reference, forms(NoticeKind::Removal))
}

fn check_word(
    text: &str,
    verifier: &Verifier,
    notice: NoticeId,
    reference: &[u8; 16],
    (header, states): (&str, &[&str]),
) -> Result<(), &'static str> {
    let note = Note::parse(text).map_err(|_| "the answer is not a signed note")?;
    let body = note.verify(verifier).map_err(|_| "the answer is not signed by the recipient's key")?;
    let mut lines = body.lines();
    if lines.next() != Some(header) {
        return Err("the answer is signed, and is no acknowledgement");
    }
    let mut said = |word: &str| {
        let line = lines.next()?;
        line.strip_prefix(word)?.strip_prefix(' ')
    };
    if said("notice") != Some(&notice.to_hex()) || said("reference") != Some(&hex::encode(reference)) {
        return Err("the acknowledgement is for another notice");
    }
    match said("state") {
        Some(state) if states.contains(&state) => Ok(()),
        _ => Err("the acknowledgement does not say what was done"),
    }
}

#[cfg(test)]
mod tests {
    use amanah_ledger::Signer;

    use super::*;

    const NOTICE: NoticeId = NoticeId::from_bytes([1; 16]);
    const REFERENCE: [u8; 16] = [2; 16];

    fn signed(signer: &Signer, text: &str) -> String {
        Note::sign(text, &[signer]).unwrap().to_string()
    }

    #[test]
    fn only_the_recipients_own_word_about_this_notice_counts() {
        let signer = Signer::from_seed("registry.example", &[7; 32]).unwrap();
        let other = Signer::from_seed("registry.example", &[8; 32]).unwrap();
        let check = |text: &str| check_acknowledgement(text, signer.verifier(), NOTICE, &REFERENCE);
        let lines = |notice: &str, reference: &str, state: &str| {
            format!(
                "{HEADER}\nnotice {notice}\nreference {reference}\nstate {state}\nat 2026-11-22T03:00:00Z\n"
            )
        };
        let (notice, reference) = (NOTICE.to_hex(), hex::encode(REFERENCE));
        for state in STATES {
            assert_eq!(check(&signed(&signer, &lines(&notice, &reference, state))), Ok(()));
        }
        let good = lines(&notice, &reference, "erased");
        let wrong = [
            good.clone(),
            signed(&other, &good),
            signed(&signer, &lines(&hex::encode([9; 16]), &reference, "erased")),
            signed(&signer, &lines(&notice, &hex::encode([9; 16]), "erased")),
            signed(&signer, &lines(&notice, &reference, "perhaps")),
            signed(&signer, &format!("{HEADER}\n")),
            signed(&signer, &good).replace("erased", "errased"),
            String::new(),
        ];
        for text in wrong {
            assert!(check(&text).is_err(), "{text}");
        }
    }

    #[test]
    fn each_kind_of_notice_has_its_own_answers() {
        let signer = Signer::from_seed("registry.example", &[7; 32]).unwrap();
        let answer = |header: &str, state: &str| {
            let (notice, reference) = (NOTICE.to_hex(), hex::encode(REFERENCE));
            signed(&signer, &format!("{header}\nnotice {notice}\nreference {reference}\nstate {state}\n"))
        };
        let counts =
            |kind, text: &str| check_word(text, signer.verifier(), NOTICE, &REFERENCE, forms(kind)).is_ok();
        for (kind, state) in [
            (NoticeKind::Correction, "corrected"),
            (NoticeKind::Withdrawal, "stopped"),
            (NoticeKind::Restriction, "restricted"),
        ] {
            assert!(counts(kind, &answer(OTHER_HEADER, state)));
            assert!(counts(kind, &answer(OTHER_HEADER, "nothing-held")));
            assert!(!counts(kind, &answer(OTHER_HEADER, "erased")), "an answer to another question");
            assert!(!counts(kind, &answer(HEADER, state)), "an acknowledgement of an erasure");
        }
        assert!(!counts(NoticeKind::Correction, &answer(OTHER_HEADER, "kept-by-law")), "nothing excepts it");
    }

    #[test]
    fn a_recipient_is_read_or_refused_with_a_sentence() {
        let vkey = Signer::from_seed("registry.example", &[7; 32]).unwrap().verifier().to_vkey();
        let read = RecipientAddress::parse(&format!("government=https://registry.example/,{vkey}")).unwrap();
        assert_eq!((read.class, read.url.as_str()), (RecipientClass::Government, "https://registry.example"));
        for wrong in [
            "government".to_owned(),
            "government=https://registry.example".to_owned(),
            format!("ministry=https://registry.example,{vkey}"),
            format!("government=registry.example,{vkey}"),
            "government=https://registry.example,key".to_owned(),
        ] {
            let sentence = RecipientAddress::parse(&wrong).unwrap_err();
            assert!(sentence.contains(';'), "{sentence}");
        }
    }
}
