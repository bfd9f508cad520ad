//! The sealed values of one person and one category, as one row of the store.
//!
//! ```text
//! version = 1, count, then per value:
//! field 1 ‖ source 1 ‖ collected 8 ‖ key generation 2 ‖ length 4 ‖ nonce ‖ ciphertext ‖ tag
//! ```

use core::marker::PhantomData;

use amanah_domain::{Category, Field, FieldId, FieldSet, PersonId, Source, Timestamp};

use crate::person_keys::PersonKeys;
use crate::sealed::{Raw, Sealed};

/// A row of the store that is not a row of sealed values.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("a row of sealed values is damaged")]
pub struct RowError;

/// The sealed values of one person in one category.
#[derive(Clone)]
pub struct SealedRow {
    person: PersonId,
    category: Category,
    values: Vec<Raw>,
}

impl core::fmt::Debug for SealedRow {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "SealedRow({}, {} values)", self.category.name(), self.values.len())
    }
}

impl SealedRow {
    /// A row without values.
    pub fn empty(person: PersonId, category: Category) -> Self {
        Self { person, category, values: Vec::new() }
    }

    /// Whose values they are.
    pub fn person(&self) -> PersonId {
        self.person
    }

    /// Their category.
    pub fn category(&self) -> Category {
        self.category
    }

    /// The fields that have a value.
    pub fn fields(&self) -> FieldSet {
        self.values.iter().fold(FieldSet::EMPTY, |set, v| set.with(v.field))
    }

    /// The sealed value of a field.
    pub fn get<F: Field>(&self) -> Option<Sealed<F>> {
        self.values.iter().find(|v| v.field == F::ID).map(|v| Sealed { inner: v.clone(), field: PhantomData })
    }

    /// Source and time of a field's value.
    pub fn origin(&self, field: FieldId) -> Option<(Source, Timestamp)> {
        self.values.iter().find(|v| v.field == field).map(|v| (v.source, v.collected))
    }

    /// Puts a value in, in place of an older one of the same field.
    ///
    /// # Errors
    /// [`RowError`] where the value is another person's or of another category.
    pub fn put<F: Field>(&mut self, sealed: Sealed<F>) -> Result<(), RowError> {
        if sealed.inner.person != self.person || F::ID.category() != self.category {
            return Err(RowError);
        }
        self.remove(F::ID);
        self.values.push(sealed.inner);
        Ok(())
    }

    pub(crate) fn raw(&self) -> &[Raw] {
        &self.values
    }

    /// A value of this very row that was sealed anew.
    pub(crate) fn put_raw(&mut self, value: Raw) {
        self.remove(value.field);
        self.values.push(value);
    }

    /// Takes a value out.
    pub fn remove(&mut self, field: FieldId) {
        self.values.retain(|v| v.field != field);
    }

    /// Takes out every value that these keys do not open any more: sealed under a salt that was dropped or
    /// replaced. Which fields those were.
    pub fn drop_unreadable(&mut self, keys: &PersonKeys) -> FieldSet {
        let generation = keys.generation(self.category);
        let gone = self.values.iter().filter(|value| Some(value.generation) != generation);
        let gone = gone.fold(FieldSet::EMPTY, |set, value| set.with(value.field));
        self.values.retain(|value| !gone.contains(value.field));
        gone
    }

    /// The bytes for the store.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = vec![1, self.values.len() as u8];
        for value in &self.values {
            out.extend([value.field.code(), value.source.code()]);
            out.extend(value.collected.millis().to_be_bytes());
            out.extend(value.generation.to_be_bytes());
            out.extend((value.bytes.len() as u32).to_be_bytes());
            out.extend(&value.bytes);
        }
        out
    }

    /// Reads [`Self::encode`] back.
    ///
    /// # Errors
    /// [`RowError`] for anything else.
    pub fn decode(person: PersonId, category: Category, bytes: &[u8]) -> Result<Self, RowError> {
        let (&[1, count], mut rest) = bytes.split_first_chunk::<2>().ok_or(RowError)? else {
            return Err(RowError);
        };
        let mut values = Vec::with_capacity(usize::from(count));
        let mut seen = FieldSet::EMPTY;
        for _ in 0..count {
            let (&[field, source], tail) = rest.split_first_chunk::<2>().ok_or(RowError)?;
            let (collected, tail) = tail.split_first_chunk::<8>().ok_or(RowError)?;
            let (generation, tail) = tail.split_first_chunk::<2>().ok_or(RowError)?;
            let (length, tail) = tail.split_first_chunk::<4>().ok_or(RowError)?;
            let length = u32::from_be_bytes(*length) as usize;
            let (body, tail) = tail.split_at_checked(length).ok_or(RowError)?;
            let field = FieldId::from_code(field).filter(|f| f.category() == category).ok_or(RowError)?;
            if seen.contains(field) {
                return Err(RowError);
            }
            seen = seen.with(field);
            values.push(Raw {
                person,
                field,
                source: Source::from_code(source).ok_or(RowError)?,
                collected: Timestamp::from_millis(i64::from_be_bytes(*collected)),
                generation: u16::from_be_bytes(*generation),
                bytes: body.to_vec(),
            });
            rest = tail;
        }
        if rest.is_empty() { Ok(Self { person, category, values }) } else { Err(RowError) }
    }
}
