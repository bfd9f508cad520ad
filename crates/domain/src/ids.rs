//! Ids: sixteen random bytes, never derived from data, so that knowing a person tells nobody their id.

use crate::Chance;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; 16]);

        impl $name {
            /// A new random id.
            pub fn random(chance: &dyn Chance) -> Self {
                Self(chance.bytes16())
            }

            /// From the bytes kept by the store.
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(bytes)
            }

            /// From stored bytes of unknown length; `None` unless there are sixteen.
            pub fn from_slice(bytes: &[u8]) -> Option<Self> {
                bytes.try_into().ok().map(Self)
            }

            /// The sixteen bytes.
            pub const fn as_bytes(&self) -> &[u8; 16] {
                &self.0
            }

            /// Lower-case hexadecimal, 32 characters: the form in addresses and files.
            pub fn to_hex(&self) -> String {
                use core::fmt::Write;
                let mut out = String::with_capacity(32);
                for byte in self.0 {
                    let _ = write!(out, "{byte:02x}");
                }
                out
            }

            /// Reads [`Self::to_hex`] back.
            pub fn from_hex(text: &str) -> Option<Self> {
                if text.len() != 32 || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
                    return None;
                }
                u128::from_str_radix(text, 16).ok().map(|n| Self(n.to_be_bytes()))
            }
        }

        impl core::fmt::Debug for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                write!(f, "{}({})", stringify!($name), self.to_hex())
            }
        }
    )*};
}

ids! {
    /// A person (data subject): participant, unconfirmed registrant, member of staff alike.
    PersonId;
    /// What stands for a person in the ledger, in a draw, in an extract. Leads to the person only
    /// through that person's own key row.
    Pseudonym;
    /// A batch that people join and that is drawn once.
    BatchId;
    /// A case that a human decides.
    CaseId;
    /// A session, a code, a passkey ceremony, a letter: things that end.
    TicketId;
    /// Ending, erasing or destroying: one request and all that it reached.
    RemovalId;
    /// A legal hold on a person's data.
    HoldId;
    /// What a recipient is told, and answers.
    NoticeId;
    /// A file that somebody attached to a case.
    AttachmentId;
    /// Somebody's standing in for another person.
    StandingId;
    /// A value that was replaced and is kept for a while.
    ValueId;
    /// A copy that is sent to another controller.
    TransferId;
}
