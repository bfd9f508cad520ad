//! Sets of at most 64 members as one word: what a decision compares must cost nothing.

use core::marker::PhantomData;

/// A member of a [`SmallSet`]: an enum with codes below 64.
pub trait Member: Copy + 'static {
    /// Every member, in order of code.
    const ALL: &'static [Self];
    /// The stable code, 0 to 63. Codes are stored and hashed: they never change meaning.
    fn code(self) -> u8;
}

/// A set of `T` in 64 bits.
pub struct SmallSet<T>(u64, PhantomData<T>);

impl<T> Clone for SmallSet<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for SmallSet<T> {}
impl<T> PartialEq for SmallSet<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<T> Eq for SmallSet<T> {}
impl<T> Default for SmallSet<T> {
    fn default() -> Self {
        Self::EMPTY
    }
}

impl<T> SmallSet<T> {
    /// Nobody and nothing.
    pub const EMPTY: Self = Self(0, PhantomData);

    /// From the stored word.
    pub const fn from_bits(bits: u64) -> Self {
        Self(bits, PhantomData)
    }

    /// The word to store.
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// Whether nothing is in it.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many are in it.
    pub const fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// Whether every member of `other` is in this set.
    pub const fn contains_all(self, other: Self) -> bool {
        other.0 & !self.0 == 0
    }

    /// What is in both.
    pub const fn both(self, other: Self) -> Self {
        Self(self.0 & other.0, PhantomData)
    }

    /// What is in either.
    pub const fn either(self, other: Self) -> Self {
        Self(self.0 | other.0, PhantomData)
    }

    /// What is here and not in `other`.
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0, PhantomData)
    }
}

impl<T: Member> SmallSet<T> {
    /// A set of the given members.
    pub fn of(members: &[T]) -> Self {
        members.iter().fold(Self::EMPTY, |set, m| set.with(*m))
    }

    /// Every member there is.
    pub fn all() -> Self {
        Self::of(T::ALL)
    }

    /// This set and `member`.
    pub fn with(self, member: T) -> Self {
        Self(self.0 | 1 << member.code(), PhantomData)
    }

    /// Whether `member` is in it.
    pub fn contains(self, member: T) -> bool {
        self.0 >> member.code() & 1 == 1
    }

    /// The members in order of code.
    pub fn iter(self) -> impl Iterator<Item = T> {
        T::ALL.iter().copied().filter(move |m| self.contains(*m))
    }
}

impl<T: Member + core::fmt::Debug> core::fmt::Debug for SmallSet<T> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

/// Declares an enum whose members have a stable code and a stable name (kebab-case, used in
/// `policy.toml`, in word keys and in machine-readable output).
macro_rules! register {
    ($(#[$doc:meta])* $enum:ident { $($(#[$mdoc:meta])* $member:ident = $code:literal $name:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum $enum { $($(#[$mdoc])* $member,)* }

        impl $crate::sets::Member for $enum {
            const ALL: &'static [Self] = &[$(Self::$member,)*];
            fn code(self) -> u8 {
                match self { $(Self::$member => $code,)* }
            }
        }

        impl $enum {
            /// Every member, in order of code.
            pub const ALL: &'static [Self] = &[$(Self::$member,)*];

            /// The stable code that is stored and hashed.
            pub const fn code(self) -> u8 {
                match self { $(Self::$member => $code,)* }
            }

            /// Reads [`Self::code`] back.
            pub const fn from_code(code: u8) -> Option<Self> {
                match code { $($code => Some(Self::$member),)* _ => None }
            }

            /// The stable name in files.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$member => $name,)* }
            }

            /// Reads [`Self::name`] back.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$member),)* _ => None }
            }
        }
    };
}
pub(crate) use register;
