//! The person's home: where am I, what next, did anybody use my data lately.

use amanah_domain::purposes::ViewOwn;
use amanah_domain::states::BatchState;
use amanah_domain::{Category, FieldId, FieldSet, PersonId};
use amanah_store::batches::{self, BatchRow, EntryRow};
use amanah_store::cases::{self, CaseRow};
use amanah_store::people;
use amanah_vault::SealedRow;

use crate::access::Looked;
use crate::error::{ActionError, Done};
use crate::office::Office;
use crate::person::view_trail::{Line, TrailFilter};
use crate::session::Session;

/// Days over which uses are told on the home page.
const USES_DAYS: i64 = 30;

/// What the home page shows. The name is opened, nothing else.
pub struct HomeView<'o> {
    /// Opens the name.
    pub looked: Looked<'o, ViewOwn>,
    /// Fields that have a value: known without opening any.
    pub given: FieldSet,
    /// The person's place in batches, newest first.
    pub entries: Vec<EntryRow>,
    /// All batches, newest first.
    pub batches: Vec<BatchRow>,
    /// The person's cases, newest first.
    pub cases: Vec<CaseRow>,
    /// Uses by others in the last 30 days, newest first, at most a page.
    pub uses: Vec<Line>,
    /// How many.
    pub uses_count: u64,
}

impl HomeView<'_> {
    /// The batch that can be joined now.
    pub fn open_batch(&self) -> Option<&BatchRow> {
        self.batches.iter().find(|b| b.state == BatchState::Open)
    }
}

impl Office {
    /// Gathers the home page.
    ///
    /// # Errors
    /// Those of a look.
    pub async fn view_home(&self, session: &Session) -> Done<HomeView<'_>> {
        session.as_person()?;
        let looked = self.view_own(session, &[FieldId::Name]).await?;
        let person = session.person;
        let (given, entries, batches, cases) = self
            .store
            .read(move |db| {
                let given = given_fields(person, people::read_sealed_all(db, &person)?)?;
                Ok::<_, ActionError>((
                    given,
                    batches::entries(db, &person)?,
                    batches::list(db)?,
                    cases::of_person(db, &person)?,
                ))
            })
            .await?;
        let since = self.now().plus_hours(-24 * USES_DAYS);
        let filter = TrailFilter { since: Some(since), ..TrailFilter::default() };
        let page = self.trail_page(looked.pseudonym(), filter).await?;
        // Jobs that only keep the programme going are not what the question asks for; a disclosure is.
        let uses: Vec<Line> = page
            .lines
            .into_iter()
            .filter(|l| l.entry.role.is_staff() || l.entry.recipient.is_some())
            .collect();
        let uses_count = uses.len() as u64;
        Ok(HomeView { looked, given, entries, batches, cases, uses, uses_count })
    }
}

/// Which fields have a value: read from the sealed rows' own headings, without a key.
pub(crate) fn given_fields(person: PersonId, rows: Vec<people::SealedRow>) -> Done<FieldSet> {
    let mut set = FieldSet::EMPTY;
    for row in rows {
        let category = u8::try_from(row.category)
            .ok()
            .and_then(Category::from_code)
            .ok_or(ActionError::Internal("a sealed row has an unknown category"))?;
        set = set.either(SealedRow::decode(person, category, &row.body)?.fields());
    }
    Ok(set)
}
