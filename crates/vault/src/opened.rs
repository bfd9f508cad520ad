//! An opened value on loan. It lives no longer than its permit, and it cannot be printed, cloned or
//! serialized. `expose()` is the one word that yields the bare value; `tidy` keeps the list of its
//! call sites.

use core::marker::PhantomData;

/// A value of field `F`, lent for as long as the permit lives.
#[must_use = "an opened value that nobody reads should not have been opened"]
pub struct Opened<'permit, F> {
    value: F,
    permit: PhantomData<&'permit ()>,
}

impl<F> Opened<'_, F> {
    pub(crate) fn new(value: F) -> Self {
        Self { value, permit: PhantomData }
    }

    /// The bare value. Each call site stands in a golden list with its reason.
    pub fn expose(&self) -> &F {
        &self.value
    }
}
