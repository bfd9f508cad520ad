//! What a running house does for its conversations: ends those that nobody took in time, forgets those that
//! are over, and listens for what other processes wrote.

use std::collections::HashMap;
use std::time::Duration;

use amanah_domain::{CaseId, Role, Timestamp};
use amanah_store::{Engine, live_chats};
use tokio::sync::watch;

use crate::cases::chat::ChatEnd;
use crate::error::Done;
use crate::office::Office;

/// Milliseconds between two looks at what other processes wrote.
const POLL_MS: u64 = 1_000;
/// Rounds between two looks at who waits for too long.
const LATE_EVERY: u32 = 5;
/// Seconds that are looked at twice: a transaction may be seen later than it began.
const OVERLAP_SECONDS: i64 = 10;
/// Minutes for which the end of a chat is kept beside its case, for processes that look late.
const ENDED_MINUTES: i64 = 10;
/// Chats ended in one go.
const LATE_MAX: u32 = 500;

impl Office {
    /// Ends chats that nobody took in time, and forgets those that were over some minutes ago. How many.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn end_late_chats(&self) -> Done<u32> {
        let now = self.now();
        let before = now.plus_seconds(-60 * self.programme.chat.wait_minutes);
        let waiting = self.store.read(move |db| live_chats::waiting(db, LATE_MAX)).await?;
        let mut count = 0;
        for chat in waiting.iter().take_while(|chat| chat.since <= before) {
            let ended =
                self.end_live_chat(chat.person, chat.case, ChatEnd::Nobody, Role::System, None).await?;
            count += u32::from(ended);
        }
        let over = now.plus_seconds(-60 * ENDED_MINUTES);
        if self.store.read(live_chats::any).await? {
            self.store.write(move |db| live_chats::sweep(db, over)).await?;
        }
        self.live.let_go_of_old(now);
        Ok(count)
    }

    /// Wakes whoever listens to what another process wrote.
    async fn poll_chats(&self, since: Timestamp, seen: &mut HashMap<CaseId, u32>) -> Done<()> {
        let changed = self.store.read(move |db| live_chats::changed(db, since)).await?;
        for (case, events) in &changed {
            if seen.get(case) != Some(events) {
                self.live.touched(*case);
            }
        }
        if changed.iter().any(|(case, _)| !seen.contains_key(case)) {
            self.live.desk_changed();
        }
        *seen = changed.into_iter().collect();
        Ok(())
    }

    /// Works until `stop` turns true; then every stream ends.
    pub(crate) async fn chat_lane(&self, mut stop: watch::Receiver<bool>) {
        let mut seen = HashMap::new();
        let mut since = self.now();
        let mut round = 0_u32;
        while !*stop.borrow() {
            if round.is_multiple_of(LATE_EVERY)
                && let Err(error) = self.end_late_chats().await
            {
                tracing::error!(%error, "chats that wait could not be looked at");
            }
            // A SQLite file has one process: whoever writes there wakes whoever listens.
            if self.store.engine() == Engine::Postgres && self.live.listeners() > 0 {
                let now = self.now();
                match self.poll_chats(since.plus_seconds(-OVERLAP_SECONDS), &mut seen).await {
                    Ok(()) => since = now,
                    Err(error) => tracing::error!(%error, "conversations of other processes are not seen"),
                }
            } else {
                since = self.now();
            }
            round = round.wrapping_add(1);
            tokio::select! {
                () = tokio::time::sleep(Duration::from_millis(POLL_MS)) => {}
                _ = stop.changed() => {}
            }
        }
        self.live.close();
    }
}
