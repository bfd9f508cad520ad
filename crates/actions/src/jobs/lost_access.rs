//! What becomes of a request about a lost phone or address, behind its answer: the NIK is looked up,
//! name and birth date are held against the account (match or no match), and a case is opened for a
//! human. Where there is no account nothing is opened, and the answer comes at the same time.

use amanah_domain::cases::{CaseKind, CaseState};
use amanah_domain::purposes::RecoverAccess;
use amanah_domain::values::{BirthDate, Nik, PersonName};
use amanah_domain::{CaseId, FieldId, FieldSet, Operation, PersonId, PersonalValue, Role, Source};
use amanah_store::accounts::{self, AccountKind};
use amanah_store::cases::{self, CaseRow};
use amanah_store::{StoreError, tags};
use amanah_vault::IndexId;

use crate::access::{Want, Who};
use crate::cases::new::open_own;
use crate::contact::Contact;
use crate::error::{ActionError, Done};
use crate::jobs::task::Task;
use crate::letters::LetterKind;
use crate::office::Office;
use crate::person::lost_access::{Claim, Request};
use crate::person::ticket::draft_of;
use crate::staff::lost_claim::{Compared, LostClaim};

/// Requests about one account that wait for a human, at most: whoever floods it gains nothing.
const WAITING_MAX: usize = 3;
/// The note of what is done about a request; the claim was given as true and complete (clause 2.6).
const NOTE: &str = "lost access, attested";

impl Office {
    /// Looks the account up and opens the case.
    pub(crate) async fn open_lost_case(&self, task: &Task, stranger: PersonId) -> Done<()> {
        let Some(request) = self.known_request(stranger).await? else {
            return self.nothing_to_do(task).await;
        };
        let case = match &request.claim {
            Some(claim) => self.lost_case(stranger, claim, &request).await?,
            None => return self.nothing_to_do(task).await,
        };
        // From here on only the address is needed.
        let case_id = case.as_ref().map(|case| case.case.to_hex());
        let rest = Request { to: request.to, claim: None, case: case_id };
        let want = Want::of(Operation::Store, FieldSet::of(&[FieldId::Draft]));
        let mut looked = self.look::<RecoverAccess>(Who::system(), stranger, want).await?;
        looked.put(&draft_of(&rest)?, Source::WebsiteInput)?;
        let (changes, now, task) = (looked.changes(), self.now(), task.clone());
        let opened = case.is_some();
        self.store
            .write(move |db| {
                if let Some(case) = &case {
                    open_own(db, case, (Role::Person, None))?;
                }
                changes.write(db)?;
                task.done(db, now)
            })
            .await?;
        metrics::counter!("amanah_lost_access_total", "case" => opened.to_string()).increment(1);
        Ok(())
    }

    /// The answer to whoever was not confirmed by now. It says the same to all of them.
    pub(crate) async fn answer_lost_access(&self, task: &Task, stranger: PersonId) -> Done<()> {
        let Some(request) = self.known_request(stranger).await? else {
            return self.nothing_to_do(task).await;
        };
        if let Some(case) = request.case.as_deref().and_then(CaseId::from_hex) {
            let row = self.store.read(move |db| cases::read(db, &case)).await?;
            if row.is_some_and(|row| row.state == CaseState::Granted) {
                return self.nothing_to_do(task).await;
            }
        }
        let letter = self.queue_letter_to(stranger, Some(request.to), LetterKind::AccessNotConfirmed).await?;
        let (now, task) = (self.now(), task.clone());
        self.store
            .write(move |db| {
                letter.write(db, now)?;
                task.done(db, now)
            })
            .await?;
        Ok(())
    }

    async fn known_request(&self, stranger: PersonId) -> Done<Option<Request>> {
        match self.lost_request(stranger).await {
            Err(ActionError::NotFound) => Ok(None),
            other => other.map(Some),
        }
    }

    /// The case, under the keys of whoever holds the NIK; `None` where nobody does.
    async fn lost_case(&self, stranger: PersonId, claim: &Claim, request: &Request) -> Done<Option<CaseRow>> {
        let nik = Nik::parse(&claim.nik).map_err(|_| ActionError::Internal("a draft holds no NIK"))?;
        let contact =
            Contact::from_point(&request.to).ok_or(ActionError::Internal("a draft holds no address"))?;
        let (nik_tag, index, tag) = (self.nik_tag(&nik), contact.index().code(), contact.tag(self).0);
        let found = self
            .store
            .read(move |db| {
                let Some(holder) = tags::holder(db, IndexId::Nik.code(), &nik_tag)? else { return Ok(None) };
                let participant =
                    accounts::read(db, &holder)?.is_some_and(|a| a.kind == AccountKind::Participant);
                let waiting =
                    |case: &&CaseRow| case.kind == CaseKind::ContactChange && case.state == CaseState::Open;
                let waits = cases::of_person(db, &holder)?.iter().filter(waiting).count();
                let taken = tags::holder(db, index, &tag)?.is_some();
                Ok::<_, StoreError>((participant && waits < WAITING_MAX).then_some((holder, taken)))
            })
            .await?;
        let Some((holder, taken)) = found else { return Ok(None) };
        let (name, birth_date) = self.compare(holder, claim).await?;
        let lost = LostClaim { said: claim.said.clone(), to: request.to.clone(), name, birth_date, taken };
        let want = Want { note: NOTE, ..Want::of(Operation::Obtain, FieldSet::of(&[FieldId::Statement])) };
        let looked = self.look::<RecoverAccess>(Who::system(), holder, want).await?;
        let statement = looked.seal_alone(&lost.statement()?, Source::WebsiteInput)?;
        // Two requests about one account are two cases: the second does not change what a human looks at.
        Ok(Some(self.new_case(holder, CaseKind::ContactChange, &stranger.to_hex(), statement)))
    }

    async fn compare(&self, holder: PersonId, claim: &Claim) -> Done<(Compared, Compared)> {
        let fields = FieldSet::of(&[FieldId::Name, FieldId::BirthDate]);
        let want = Want { note: NOTE, ..Want::of(Operation::Analyse, fields) };
        let looked = match self.look::<RecoverAccess>(Who::system(), holder, want).await {
            // On record; the human decides without it.
            Err(ActionError::Refused(_)) => return Ok((Compared::Not, Compared::Not)),
            other => other?,
        };
        let name = looked.open::<PersonName>()?.map(|n| same_name(n.expose().as_str(), &claim.name));
        let born = looked.open::<BirthDate>()?.map(|b| *b.expose().show() == claim.birth_date);
        Ok((Compared::of(name), Compared::of(born)))
    }
}

/// Letters alone are compared: case, dots, apostrophes and spaces differ from card to card.
fn same_name(a: &str, b: &str) -> bool {
    let letters = |name: &str| {
        name.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect::<String>()
    };
    letters(a) == letters(b)
}

#[cfg(test)]
mod tests {
    use super::same_name;

    #[test]
    fn a_name_is_the_same_however_it_is_written() {
        assert!(same_name("Siti Nur'aini", "SITI NURAINI"));
        assert!(same_name("M. Yusuf", "m yusuf"));
        assert!(!same_name("Siti Aminah", "Siti Aminah Putri"));
        assert!(!same_name("Ani", "Ina"));
    }
}
