//! Tests of the vault, through its public face.

// `cfg(test)` on each, for clippy: a whole integration test is not "inside tests" to it otherwise.
#[cfg(test)]
#[path = "vault/at_rest.rs"]
mod at_rest;
#[cfg(test)]
#[path = "vault/backups.rs"]
mod backups;
#[cfg(test)]
#[path = "vault/house.rs"]
mod house;
#[cfg(test)]
#[path = "vault/hsm.rs"]
mod hsm;
#[cfg(test)]
#[path = "vault/joint.rs"]
mod joint;
#[cfg(test)]
#[path = "vault/keyring.rs"]
mod keyring;
#[cfg(test)]
#[path = "vault/keys.rs"]
mod keys;
#[cfg(test)]
#[path = "vault/misuses.rs"]
mod misuses;
#[cfg(test)]
#[path = "vault/passwords.rs"]
mod passwords;
#[cfg(test)]
#[path = "vault/resealed.rs"]
mod resealed;
#[cfg(test)]
#[path = "vault/right/mod.rs"]
mod right;
#[cfg(test)]
#[path = "vault/rows.rs"]
mod rows;
#[cfg(test)]
#[path = "vault/soft_hsm.rs"]
mod soft_hsm;
#[cfg(test)]
#[path = "vault/values.rs"]
mod values;
