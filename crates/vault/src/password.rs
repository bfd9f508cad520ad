//! Passwords that somebody added: Argon2id (19 MiB, two passes), about 70 a second and core. The
//! queue in front of it is the caller's; nothing on opening day needs one.

use amanah_domain::Chance;
use argon2::{Algorithm, Argon2, Block, Params, Version};
use aws_lc_rs::constant_time::verify_slices_are_equal;
use zeroize::Zeroizing;

use crate::hex::{push_hex, read_hex};

/// NIST SP 800-63B-4 for a password that is the only factor.
const CHARACTERS_MIN: usize = 15;
/// Long enough for any passphrase, short enough to hash.
const CHARACTERS_MAX: usize = 128;
/// OWASP's first choice for Argon2id with two passes.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
/// What a stored hash may ask for, at most: a bound should another one ever be written.
const STORED_MEMORY_KIB_MAX: u32 = 262_144;
const STORED_PASSES_MAX: u32 = 16;

/// A password that cannot be used.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PasswordRefused {
    /// Shorter than 15 characters (NIST SP 800-63B-4, single factor).
    #[error("a password has at least 15 characters")]
    TooShort,
    /// Longer than 128 characters.
    #[error("a password has at most 128 characters")]
    TooLong,
    /// The hash function refused; out of memory, most likely.
    #[error("the password could not be hashed")]
    Failed,
}

/// Argon2id of bytes, as used for passwords and for the keyring's passphrase. `None` where the
/// parameters are none or there is not enough memory.
pub(crate) fn argon2id(
    secret: &[u8],
    salt: &[u8],
    memory_kib: u32,
    passes: u32,
) -> Option<Zeroizing<[u8; 32]>> {
    let params = Params::new(memory_kib, passes, 1, Some(32)).ok()?;
    let count = params.block_count();
    // Allocated here, so that want of memory is an error and not the end of the process, and so that
    // what was computed from the secret is wiped.
    let mut blocks = Zeroizing::new(Vec::new());
    blocks.try_reserve_exact(count).ok()?;
    blocks.resize(count, Block::default());
    let mut out = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into_with_memory(secret, salt, &mut *out, blocks.as_mut_slice())
        .ok()?;
    Some(out)
}

/// Hashes a password for keeping: `argon2id$memory$passes$salt$hash`, the last two in hexadecimal.
///
/// # Errors
/// [`PasswordRefused`].
pub fn hash_password(password: &str, chance: &dyn Chance) -> Result<String, PasswordRefused> {
    match password.chars().count() {
        0..CHARACTERS_MIN => return Err(PasswordRefused::TooShort),
        CHARACTERS_MIN..=CHARACTERS_MAX => {}
        _ => return Err(PasswordRefused::TooLong),
    }
    let salt = chance.bytes16();
    let hash = argon2id(password.as_bytes(), &salt, MEMORY_KIB, PASSES).ok_or(PasswordRefused::Failed)?;
    let mut out = format!("argon2id${MEMORY_KIB}${PASSES}$");
    push_hex(&mut out, &salt);
    out.push('$');
    push_hex(&mut out, &*hash);
    Ok(out)
}

/// Whether the password is the one that was hashed. Takes as long for a wrong one; only a password
/// that nobody can have, because it is too long, is told at once.
pub fn password_matches(password: &str, stored: &str) -> bool {
    if password.chars().nth(CHARACTERS_MAX).is_some() {
        return false;
    }
    let parts: Vec<&str> = stored.split('$').collect();
    let &["argon2id", memory, passes, salt, hash] = parts.as_slice() else { return false };
    let (Ok(memory), Ok(passes)) = (memory.parse::<u32>(), passes.parse::<u32>()) else { return false };
    if memory > STORED_MEMORY_KIB_MAX || passes > STORED_PASSES_MAX {
        return false;
    }
    let (Some(salt), Some(hash)) = (read_hex(salt), read_hex(hash)) else { return false };
    argon2id(password.as_bytes(), &salt, memory, passes)
        .is_some_and(|found| verify_slices_are_equal(&*found, &hash).is_ok())
}
