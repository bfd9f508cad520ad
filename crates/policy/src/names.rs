//! Names in the policy file are the stable names of the registers. A name that is none of them is an
//! error that says which ones there are.

use core::fmt;
use core::marker::PhantomData;
use std::collections::BTreeMap;

use amanah_domain::cases::CaseKind;
use amanah_domain::rights::Right;
use amanah_domain::sets::Member;
use amanah_domain::{
    Category, CountryClass, LawfulBasis, Operation, PurposeId, RecipientClass, Role, Sensitivity, SmallSet,
    Source,
};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// Something with a stable name in files.
pub trait Named: Copy + PartialEq + 'static {
    /// What it is, for messages: "role", "purpose".
    const KIND: &'static str;
    /// Every one there is, in order.
    const EVERY: &'static [Self];
    /// The stable name.
    fn stable_name(self) -> &'static str;
}

macro_rules! named {
    ($($enum:ident = $kind:literal;)*) => {$(
        impl Named for $enum {
            const KIND: &'static str = $kind;
            const EVERY: &'static [Self] = Self::ALL;
            fn stable_name(self) -> &'static str {
                self.name()
            }
        }
    )*};
}

named! {
    CaseKind = "kind of case";
    Right = "right";
    Category = "category";
    CountryClass = "country class";
    LawfulBasis = "lawful basis";
    Operation = "operation";
    PurposeId = "purpose";
    RecipientClass = "recipient class";
    Role = "role";
    Sensitivity = "sensitivity";
    Source = "source";
}

/// Declares an enum of the policy file with its stable names.
macro_rules! choices {
    ($($(#[$doc:meta])* $enum:ident = $kind:literal { $($(#[$mdoc:meta])* $member:ident $name:literal,)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum $enum { $($(#[$mdoc])* $member,)* }

        impl $enum {
            /// Every one there is, in order.
            pub const ALL: &'static [Self] = &[$(Self::$member,)*];

            /// The stable name in files and word keys.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$member => $name,)* }
            }
        }

        impl $crate::names::Named for $enum {
            const KIND: &'static str = $kind;
            const EVERY: &'static [Self] = Self::ALL;
            fn stable_name(self) -> &'static str {
                self.name()
            }
        }
    )*};
}
pub(crate) use choices;

/// Reads a stable name.
fn find<T: Named, E: Error>(name: &str) -> Result<T, E> {
    T::EVERY.iter().copied().find(|one| one.stable_name() == name).ok_or_else(|| {
        let known: Vec<_> = T::EVERY.iter().map(|one| one.stable_name()).collect();
        E::custom(format_args!("unknown {} `{name}`; there are: {}", T::KIND, known.join(", ")))
    })
}

/// One value by name, in the shape serde wants for elements and keys.
struct ByName<T>(T);

impl<'de, T: Named> Deserialize<'de> for ByName<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Name<T>(PhantomData<T>);
        impl<T: Named> Visitor<'_> for Name<T> {
            type Value = T;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "the name of a {}", T::KIND)
            }
            fn visit_str<E: Error>(self, name: &str) -> Result<T, E> {
                find(name)
            }
        }
        deserializer.deserialize_str(Name(PhantomData)).map(Self)
    }
}

/// `deserialize_with` for one name.
pub(crate) fn one<'de, T: Named, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    ByName::deserialize(deserializer).map(|ByName(value)| value)
}

/// `deserialize_with` for a short list of names in the order written.
pub(crate) fn list<'de, T: Named, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    let all = Vec::<ByName<T>>::deserialize(deserializer)?;
    Ok(all.into_iter().map(|ByName(value)| value).collect())
}

/// `deserialize_with` for a list of names without repetition.
pub(crate) fn set<'de, T, D>(deserializer: D) -> Result<SmallSet<T>, D::Error>
where
    T: Named + Member,
    D: Deserializer<'de>,
{
    struct Names<T>(PhantomData<T>);
    impl<'de, T: Named + Member> Visitor<'de> for Names<T> {
        type Value = SmallSet<T>;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "a list of names, each of a {}", T::KIND)
        }
        fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
            let mut all = SmallSet::EMPTY;
            while let Some(ByName(value)) = seq.next_element::<ByName<T>>()? {
                if all.contains(value) {
                    return Err(A::Error::custom(format_args!(
                        "the {} `{}` stands here twice",
                        T::KIND,
                        value.stable_name()
                    )));
                }
                all = all.with(value);
            }
            Ok(all)
        }
    }
    deserializer.deserialize_seq(Names(PhantomData))
}

/// `deserialize_with` for a table whose keys are names.
pub(crate) fn map<'de, T, V, D>(deserializer: D) -> Result<BTreeMap<T, V>, D::Error>
where
    T: Named + Ord,
    V: Deserialize<'de>,
    D: Deserializer<'de>,
{
    struct Table<T, V>(PhantomData<(T, V)>);
    impl<'de, T: Named + Ord, V: Deserialize<'de>> Visitor<'de> for Table<T, V> {
        type Value = BTreeMap<T, V>;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "a table with one entry for each {}", T::KIND)
        }
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut all = BTreeMap::new();
            while let Some(ByName(key)) = map.next_key::<ByName<T>>()? {
                if all.insert(key, map.next_value()?).is_some() {
                    return Err(A::Error::custom(format_args!(
                        "the {} `{}` stands here twice",
                        T::KIND,
                        key.stable_name()
                    )));
                }
            }
            Ok(all)
        }
    }
    deserializer.deserialize_map(Table(PhantomData))
}
