//! What is said over the wire, as signed notes: the order before the copy, the statement of what was sent
//! after it, and the receipt of whoever got it. Lines of a word and a value, in a fixed order.

use amanah_domain::{Timestamp, TransferId};
use amanah_ledger::{Note, Signer, Verifier};

const ORDER: &str = "amanah transfer order v1";
const SENT: &str = "amanah transfer sent v1";
const RECEIPT: &str = "amanah transfer receipt v1";
/// Bytes of a note, at most.
pub const NOTE_BYTES_MAX: usize = 4_096;

/// What both notes of a sender say.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Order {
    /// The transfer; the same on every try.
    pub transfer: TransferId,
    /// What stands for the person towards other controllers.
    pub reference: [u8; 16],
    /// The name of the receiver's key: an order for one is none for another.
    pub to: String,
    /// When the note was written.
    pub at: Timestamp,
    /// Random; another one in every note.
    pub nonce: [u8; 16],
}

/// What was sent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SentCopy {
    /// SHA-256 of the archive.
    pub sha256: [u8; 32],
    /// Its length.
    pub bytes: u64,
}

impl Order {
    fn lines(&self, header: &str) -> String {
        format!(
            "{header}\ntransfer {}\nreference {}\nto {}\nat {}\nnonce {}\n",
            self.transfer.to_hex(),
            hex::encode(self.reference),
            self.to,
            self.at.to_jiff(),
            hex::encode(self.nonce)
        )
    }

    /// The note before the copy.
    pub fn sign(&self, signer: &Signer) -> Option<String> {
        Some(Note::sign(&self.lines(ORDER), &[signer]).ok()?.to_string())
    }

    /// The note after the copy.
    pub fn sign_sent(&self, sent: &SentCopy, signer: &Signer) -> Option<String> {
        let text = format!("{}{}", self.lines(SENT), sent.lines());
        Some(Note::sign(&text, &[signer]).ok()?.to_string())
    }

    /// Reads a sender's note: the order, or with what was sent.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(note: &str, verifier: &Verifier) -> Result<(Self, Option<SentCopy>), &'static str> {
        let note = Note::parse(note).map_err(|_| "it is not a signed note")?;
        let text = note.verify(verifier).map_err(|_| "it is not signed by the sender's key")?;
        Self::read_lines(text).ok_or("it is signed, and is no order of a transfer")
    }

    fn read_lines(text: &str) -> Option<(Self, Option<SentCopy>)> {
        let mut lines = text.lines();
        let header = lines.next()?;
        let mut said = |word: &str| lines.next()?.strip_prefix(word)?.strip_prefix(' ').map(str::to_owned);
        let order = Self {
            transfer: TransferId::from_hex(&said("transfer")?)?,
            reference: hex::decode(said("reference")?).ok()?.try_into().ok()?,
            to: said("to")?,
            at: Timestamp::from_millis(said("at")?.parse::<jiff::Timestamp>().ok()?.as_millisecond()),
            nonce: hex::decode(said("nonce")?).ok()?.try_into().ok()?,
        };
        match header {
            ORDER => Some((order, None)),
            SENT => {
                let sha256 = hex::decode(said("sha256")?).ok()?.try_into().ok()?;
                Some((order, Some(SentCopy { sha256, bytes: said("bytes")?.parse().ok()? })))
            }
            _ => None,
        }
    }

    /// The receiver's answer to what was sent.
    pub fn sign_receipt(&self, sent: &SentCopy, at: Timestamp, signer: &Signer) -> Option<String> {
        let text = format!("{}at {}\n", self.receipt_lines(sent), at.to_jiff());
        Some(Note::sign(&text, &[signer]).ok()?.to_string())
    }

    fn receipt_lines(&self, sent: &SentCopy) -> String {
        format!(
            "{RECEIPT}\ntransfer {}\nreference {}\n{}state received\n",
            self.transfer.to_hex(),
            hex::encode(self.reference),
            sent.lines()
        )
    }

    /// Whether a text is the receiver's receipt for exactly this copy. Lines after the state are the
    /// receiver's own.
    ///
    /// # Errors
    /// What is wrong with it, for the operator.
    pub fn check_receipt(
        &self,
        text: &str,
        sent: &SentCopy,
        verifier: &Verifier,
    ) -> Result<(), &'static str> {
        let note = Note::parse(text).map_err(|_| "the answer is not a signed note")?;
        let body = note.verify(verifier).map_err(|_| "the answer is not signed by the controller's key")?;
        match body.starts_with(&self.receipt_lines(sent)) {
            true => Ok(()),
            false => Err("the receipt is for something else than what was sent"),
        }
    }
}

impl SentCopy {
    fn lines(&self) -> String {
        format!("sha256 {}\nbytes {}\n", hex::encode(self.sha256), self.bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_counts_for_exactly_what_was_sent() {
        let us = Signer::from_seed("amanah/prakerja", &[1; 32]).unwrap();
        let them = Signer::from_seed("data.example", &[2; 32]).unwrap();
        let order = Order {
            transfer: TransferId::from_bytes([3; 16]),
            reference: [4; 16],
            to: them.name().to_owned(),
            at: Timestamp::from_millis(1_795_316_400_000),
            nonce: [5; 16],
        };
        let sent = SentCopy { sha256: [6; 32], bytes: 7 };
        let read = |note: &str| Order::read(note, us.verifier());
        assert_eq!(read(&order.sign(&us).unwrap()), Ok((order.clone(), None)));
        assert_eq!(read(&order.sign_sent(&sent, &us).unwrap()), Ok((order.clone(), Some(sent))));
        assert!(read(&order.sign(&them).unwrap()).is_err());
        let receipt = order.sign_receipt(&sent, order.at, &them).unwrap();
        assert!(read(&receipt).is_err());
        assert_eq!(order.check_receipt(&receipt, &sent, them.verifier()), Ok(()));
        assert!(order.check_receipt(&receipt, &sent, us.verifier()).is_err());
        for other in [SentCopy { bytes: 8, ..sent }, SentCopy { sha256: [7; 32], ..sent }] {
            assert!(order.check_receipt(&receipt, &other, them.verifier()).is_err());
        }
        let another = Order { transfer: TransferId::from_bytes([9; 16]), ..order };
        assert!(another.check_receipt(&receipt, &sent, them.verifier()).is_err());
    }
}
