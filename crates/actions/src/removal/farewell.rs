//! The letter that says that it is done (Law 27/2022, article 45). Afterwards the person's keys may be
//! gone, so it is written before: under the keys of a stranger made for it, who goes when it is handed over or
//! given up, and is swept within a day.

use amanah_domain::purposes::{Enrol, RemoveOwn, SendLetter};
use amanah_domain::states::RemovalAct;
use amanah_domain::values::{Email, Phone};
use amanah_domain::{Category, FieldId, FieldSet, MayRead, Operation, PersonId, Purpose, Role, Timestamp};
use amanah_store::accounts::AccountKind;
use amanah_store::{Connection, StoreError};

use crate::access::{Looked, Want, Who};
use crate::contact::Contact;
use crate::correspond::{Check, ContactPoint, LetterSpec, QueuedLetter};
use crate::error::{ActionError, Done};
use crate::letters::{Language, LetterKind};
use crate::office::Office;
use crate::removal::reach::Reach;

/// A certificate's code, and the letter that carries it: ciphertext and wrapped keys.
#[derive(Clone)]
pub(crate) struct Farewell {
    pub(crate) act: RemovalAct,
    pub(crate) code: String,
    letter: Option<Sealed>,
}

#[derive(Clone)]
struct Sealed {
    stranger: crate::access::NewPerson,
    letter: QueuedLetter,
    language: i64,
}

impl Farewell {
    pub(crate) fn write(&self, db: &mut dyn Connection, now: Timestamp) -> Result<(), StoreError> {
        let Some(sealed) = &self.letter else { return Ok(()) };
        sealed.stranger.write(db, sealed.language, now)?;
        sealed.letter.write(db, now)
    }
}

/// Letters of a code: none that looks like another.
const CODE_LETTERS: &[u8; 32] = b"23456789abcdefghijkmnpqrstuvwxyz";
/// Letters of a code: 120 bits, in groups of four.
const CODE_COUNT: usize = 24;
const CODE_GROUP: usize = 4;

/// The code as it is looked up: without the hyphens and spaces that people type, in small letters.
pub(crate) fn plain_code(typed: &str) -> String {
    typed.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

impl Office {
    fn certificate_code(&self) -> String {
        let bytes = self.chance.bytes32();
        let mut out = String::with_capacity(CODE_COUNT + CODE_COUNT / CODE_GROUP);
        for (at, byte) in bytes.iter().take(CODE_COUNT).enumerate() {
            if at > 0 && at % CODE_GROUP == 0 {
                out.push('-');
            }
            // 32 letters: five bits of the byte choose one, each as likely as the other.
            out.push(CODE_LETTERS.get(usize::from(byte % 32)).map_or('2', |letter| char::from(*letter)));
        }
        out
    }

    /// The tag under which a removal is found by its code.
    pub(crate) fn certificate_tag(&self, code: &str) -> [u8; 32] {
        self.vault.token_tag("certificate", plain_code(code).as_bytes()).0
    }

    /// The code and the letter; no letter where the person cannot be reached or may not be written to.
    pub(crate) async fn farewell(&self, who: Who, reach: &Reach, act: RemovalAct) -> Done<Farewell> {
        let code = self.certificate_code();
        let to = match who.role() {
            Role::Person => self.last_address::<RemoveOwn>(who, reach).await,
            _ => self.last_address::<SendLetter>(Who::system(), reach).await,
        };
        let to = match to {
            // On record; whoever may not be written to is told by whoever removes.
            Err(ActionError::Refused(_)) => None,
            other => other?,
        };
        let Some(to) = to else { return Ok(Farewell { act, code, letter: None }) };
        let language = Language::from_code(reach.account.language).code();
        let want = Want::of(Operation::Obtain, FieldSet::of(&[FieldId::Letter]));
        let (stranger, looked) = self.new_person::<Enrol>(AccountKind::Stranger, want).await?;
        let kind = LetterKind::Removed { act: act.code(), code: code.clone() };
        let letter = looked.letter(self, &LetterSpec::new(Some(to), language, kind, Check::Nothing))?;
        Ok(Farewell { act, code, letter: Some(Sealed { stranger, letter, language }) })
    }

    /// By e-mail, else by phone: only that one address is opened.
    async fn last_address<P>(&self, who: Who, reach: &Reach) -> Done<Option<ContactPoint>>
    where
        P: Purpose + MayRead<Email> + MayRead<Phone>,
    {
        let given = reach.fields_of(Category::Contact);
        let field = match (given.contains(FieldId::Email), given.contains(FieldId::Phone)) {
            (true, _) => FieldId::Email,
            (false, true) => FieldId::Phone,
            (false, false) => return Ok(None),
        };
        let want = Want { note: "farewell", ..Want::of(Operation::Manage, FieldSet::of(&[field])) };
        let looked: Looked<'_, P> = self.look(who, reach.person, want).await?;
        Ok(match field {
            FieldId::Email => looked.open::<Email>()?.map(|e| Contact::Email(e.expose().clone()).point()),
            _ => looked.open::<Phone>()?.map(|p| Contact::Phone(p.expose().clone()).point()),
        })
    }

    /// Writes the letter while the person reads what would happen, so that the removal itself waits for
    /// nothing else.
    pub(crate) async fn prepare_farewell(&self, who: Who, reach: &Reach, act: RemovalAct) -> Done<()> {
        let farewell = self.farewell(who, reach, act).await?;
        self.removals.keep_farewell(reach.person, farewell, self.now());
        Ok(())
    }

    pub(crate) async fn take_farewell(&self, who: Who, reach: &Reach, act: RemovalAct) -> Done<Farewell> {
        match self.prepared(reach.person, act) {
            Some(farewell) => Ok(farewell),
            None => self.farewell(who, reach, act).await,
        }
    }

    fn prepared(&self, person: PersonId, act: RemovalAct) -> Option<Farewell> {
        self.removals.take_farewell(person, self.now()).filter(|farewell: &Farewell| farewell.act == act)
    }
}
