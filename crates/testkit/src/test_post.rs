//! What the test office writes and sends: letters that can be read, a post office that can be broken.
#![expect(clippy::unwrap_used, reason = "a letter that has no JSON form must stop the test")]

use std::sync::{Arc, Mutex, PoisonError};

use amanah_actions::letters::{Language, LetterKind, LetterText, LetterWords};
use amanah_actions::post::{DemoBox, DemoLetter, Fate, HandOver, Outgoing, Post, PostError};
use amanah_domain::Timestamp;
use amanah_domain::states::Channel;

/// Letters that name their kind and what it carries, so that tests can read them.
pub(crate) struct PlainWords;

impl LetterWords for PlainWords {
    fn write(&self, _language: Language, _zone_hours: i8, kind: &LetterKind) -> LetterText {
        let text = serde_json::to_string(kind).unwrap();
        LetterText { subject: "Amanah".to_owned(), short: text.clone(), text: text.clone(), html: text }
    }
}

/// A post office that can be out of order, and counts.
#[derive(Default)]
pub struct TestPost {
    inner: DemoBox,
    broken: Mutex<Option<Fate>>,
    ids: Mutex<Vec<String>>,
    carriers: Mutex<Vec<(Channel, Arc<dyn Post>)>>,
}

impl TestPost {
    /// From now on hand-overs end like this (`None`: well). [`Fate::Unknown`]: the message arrives, and
    /// its sender never hears of it, as if it had been killed.
    pub fn breaks(&self, how: Option<Fate>) {
        *self.broken.lock().unwrap_or_else(PoisonError::into_inner) = how;
    }

    /// Letters that arrived, newest first.
    pub fn letters(&self) -> Vec<DemoLetter> {
        self.inner.letters()
    }

    /// From now on this carries what goes by one channel.
    pub fn carry(&self, channel: Channel, carrier: Arc<dyn Post>) {
        self.carriers.lock().unwrap_or_else(PoisonError::into_inner).push((channel, carrier));
    }

    fn carrier(&self, channel: Channel) -> Option<Arc<dyn Post>> {
        let carriers = self.carriers.lock().unwrap_or_else(PoisonError::into_inner);
        carriers.iter().find(|(one, _)| *one == channel).map(|(_, carrier)| Arc::clone(carrier))
    }

    /// Message ids of every hand-over that was begun, in order, repeats included.
    pub fn begun(&self) -> Vec<String> {
        self.ids.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Post for TestPost {
    fn hand_over<'a>(&'a self, message: &'a Outgoing, now: Timestamp) -> HandOver<'a> {
        self.ids.lock().unwrap_or_else(PoisonError::into_inner).push(message.message_id.clone());
        let broken = *self.broken.lock().unwrap_or_else(PoisonError::into_inner);
        let carrier = self.carrier(message.channel);
        Box::pin(async move {
            if let (None, Some(carrier)) = (broken, carrier) {
                return carrier.hand_over(message, now).await;
            }
            match broken {
                None => self.inner.hand_over(message, now).await,
                Some(Fate::Unknown) => {
                    self.inner.hand_over(message, now).await?;
                    Err(PostError("out of order".to_owned(), Fate::Unknown))
                }
                Some(fate) => Err(PostError("out of order".to_owned(), fate)),
            }
        })
    }

    fn reaches(&self, _channel: Channel) -> bool {
        true
    }

    fn demo_box(&self) -> Option<&DemoBox> {
        Some(&self.inner)
    }
}
