//! Values that cannot be refused, because this module made them.

/// What the tables of this module make is well-formed by construction; the tests make enough of it.
#[expect(clippy::panic, reason = "a wrong table is a mistake in this module, and a test must stop on it")]
pub(super) fn sure<T>(made: Result<T, amanah_domain::Refused>) -> T {
    match made {
        Ok(value) => value,
        Err(refused) => panic!("the synthetic population made an ill-formed value: {refused:?}"),
    }
}
