//! A value at rest. `Sealed` knows whose it is, which field, from where and since when; what it is
//! only a permit can say.

use core::marker::PhantomData;

use amanah_domain::{Field, FieldId, MayRead, MayWrite, PersonId, Purpose, Source, Timestamp};

use crate::Vault;
use crate::error::{OpenError, PermitError};
use crate::opened::Opened;
use crate::permit::Permit;
use crate::person_keys::PersonKeys;

/// One sealed value of field `F`.
pub struct Sealed<F> {
    pub(crate) inner: Raw,
    pub(crate) field: PhantomData<fn() -> F>,
}

/// What every sealed value carries, whatever its field.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Raw {
    pub(crate) person: PersonId,
    pub(crate) field: FieldId,
    pub(crate) source: Source,
    pub(crate) collected: Timestamp,
    pub(crate) generation: u16,
    pub(crate) bytes: Vec<u8>,
}

const AAD_LABEL: &[u8; 12] = b"amanah/value";
/// Label, person, field, source, time, generation.
const AAD_BYTES: usize = AAD_LABEL.len() + 16 + 1 + 1 + 8 + 2;

impl Raw {
    /// Binds person, field, source, time and key generation to the ciphertext: none of them can be
    /// exchanged without the value refusing to open.
    pub(crate) fn aad(&self) -> [u8; AAD_BYTES] {
        let mut out = [0; AAD_BYTES];
        let parts = AAD_LABEL
            .iter()
            .chain(self.person.as_bytes())
            .copied()
            .chain([self.field.code(), self.source.code()])
            .chain(self.collected.millis().to_be_bytes())
            .chain(self.generation.to_be_bytes());
        out.iter_mut().zip(parts).for_each(|(to, from)| *to = from);
        out
    }
}

impl<F: Field> core::fmt::Debug for Sealed<F> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Sealed({})", F::ID.name())
    }
}

impl<F: Field> Clone for Sealed<F> {
    fn clone(&self) -> Self {
        Self { inner: self.inner.clone(), field: PhantomData }
    }
}

impl<F: Field> Sealed<F> {
    /// Through which door it came.
    pub fn source(&self) -> Source {
        self.inner.source
    }

    /// When it was collected.
    pub fn collected(&self) -> Timestamp {
        self.inner.collected
    }

    /// Whose it is.
    pub fn person(&self) -> PersonId {
        self.inner.person
    }
}

impl Vault {
    /// Opens one value. The only way there is.
    ///
    /// # Errors
    /// [`OpenError::Permit`] where the permit is for another person or field, or has ended;
    /// [`OpenError::Gone`] after erasure; [`OpenError::Cipher`] where the bytes were altered.
    pub fn open<'permit, P, F>(
        &self,
        sealed: &Sealed<F>,
        permit: &'permit Permit<P>,
    ) -> Result<Opened<'permit, F>, OpenError>
    where
        F: Field,
        P: Purpose + MayRead<F>,
    {
        permit.allows(&self.watch, self.clock.now(), sealed.inner.person, F::ID)?;
        let (key, _) = permit.keys().category_key(F::ID.category(), Some(sealed.inner.generation))?;
        let clear = key.open(&sealed.inner.aad(), &sealed.inner.bytes)?;
        F::from_bytes(&clear).map(Opened::new).ok_or(OpenError::Malformed)
    }

    /// Whether `value` is another than the one that is sealed: so that saving a form again replaces nothing.
    /// One that cannot be opened any more was replaced already.
    ///
    /// # Errors
    /// As [`Vault::seal`]; [`PermitError::OtherField`](crate::PermitError::OtherField) where the purpose may
    /// not read the field.
    pub fn replaces<P, F>(&self, sealed: &Sealed<F>, value: &F, permit: &Permit<P>) -> Result<bool, OpenError>
    where
        F: Field,
        P: Purpose + MayWrite<F>,
    {
        permit.allows_writing(&self.watch, self.clock.now(), F::ID)?;
        permit.allows(&self.watch, self.clock.now(), sealed.inner.person, F::ID)?;
        if !P::reads().contains(F::ID) {
            return Err(PermitError::OtherField(F::ID).into());
        }
        let key = permit.keys().category_key(F::ID.category(), Some(sealed.inner.generation));
        let (key, _) = match key {
            Err(OpenError::Gone { .. }) => return Ok(false),
            key => key?,
        };
        let clear = key.open(&sealed.inner.aad(), &sealed.inner.bytes)?;
        Ok(*clear != *value.to_bytes())
    }

    /// Seals one value of the permit's person.
    ///
    /// # Errors
    /// As [`Vault::open`]; [`PermitError::ReadOnly`](crate::PermitError::ReadOnly) where the
    /// use is on record as one that writes nothing.
    pub fn seal<P, F>(&self, value: &F, source: Source, permit: &Permit<P>) -> Result<Sealed<F>, OpenError>
    where
        F: Field,
        P: Purpose + MayWrite<F>,
    {
        permit.allows_writing(&self.watch, self.clock.now(), F::ID)?;
        self.seal_value(permit.keys(), value, source)
    }

    pub(crate) fn seal_value<F: Field>(
        &self,
        keys: &PersonKeys,
        value: &F,
        source: Source,
    ) -> Result<Sealed<F>, OpenError> {
        let (key, generation) = keys.category_key(F::ID.category(), None)?;
        let mut inner = Raw {
            person: keys.person(),
            field: F::ID,
            source,
            collected: self.clock.now(),
            generation,
            bytes: Vec::new(),
        };
        inner.bytes = key.seal(&inner.aad(), &value.to_bytes(), &*self.chance)?;
        Ok(Sealed { inner, field: PhantomData })
    }
}
