//! What `amanah bench chat` calls: live chat without its limits, and agents who have no post office to sign
//! in by.

use amanah_domain::{CaseId, PersonId};
use amanah_store::accounts::{self, AccountKind};
use amanah_store::sessions;
use amanah_store::staff::{self, RoleRow};

use crate::cases::chat::ChatAccess;
use crate::error::Done;
use crate::office::Office;
use crate::session::Session;
use crate::staff::chats::TALKS;

/// Days for which a role is held.
const ROLE_DAYS: i64 = 2;

impl Office {
    /// An agent, as if somebody had been invited, given the role, and signed in.
    ///
    /// # Errors
    /// Those of a look.
    pub async fn measure_agent(&self, person: PersonId) -> Done<Session> {
        let now = self.now();
        let version = i64::from(self.policy.version());
        let role = RoleRow {
            person,
            role: TALKS.0,
            granted_by: person,
            granted_at: now,
            approved_by: Some(person),
            approved_at: Some(now),
            ends_at: now.plus_hours(24 * ROLE_DAYS),
            reviewed_at: None,
            ended_at: None,
        };
        self.store
            .write(move |db| {
                accounts::set_kind(db, &person, AccountKind::Staff, version, now)?;
                staff::add_role(db, &role)
            })
            .await?;
        let new = self.new_session(person, AccountKind::Staff, "bench").await?;
        let (tag, row) = (new.tag, new.row);
        self.store.write(move |db| sessions::add(db, &tag, &row)).await?;
        self.session(&new.token).await
    }

    /// [`Office::say_in_chat`] as often as one likes.
    ///
    /// # Errors
    /// Those of a line.
    pub async fn measure_say(&self, access: &ChatAccess, text: &str, line_id: &str) -> Done<u32> {
        self.say_line(access, text, line_id).await
    }

    /// [`Office::reply_in_chat`] as often as one likes.
    ///
    /// # Errors
    /// Those of a line.
    pub async fn measure_reply(&self, agent: &Session, case: CaseId, text: &str, id: &str) -> Done<u32> {
        self.reply_line(agent, case, text, id, false).await
    }
}
