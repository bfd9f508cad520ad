//! What lies on a shelf, what opens one, and what can go wrong with it.

/// Why a shelf did not do what was asked.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ShelfError {
    /// No such thing.
    #[error("there is no {name} in {shelf}")]
    Missing {
        /// What was looked for.
        name: String,
        /// Where.
        shelf: String,
    },
    /// The disk is full.
    #[error("the disk of {shelf} is full: free some space and try again; nothing half-written is kept")]
    Full {
        /// Where.
        shelf: String,
    },
    /// The storage says no.
    #[error("{shelf} refuses: {why}")]
    Refused {
        /// Where.
        shelf: String,
        /// What to look at.
        why: &'static str,
    },
    /// The storage does not answer.
    #[error(
        "{shelf} does not answer: is the address right, and does the storage run? Nothing was lost here; try again when it is back"
    )]
    Away {
        /// Where.
        shelf: String,
    },
    /// Something else.
    #[error("{shelf}: {why}")]
    Other {
        /// Where.
        shelf: String,
        /// What, in our own words.
        why: String,
    },
}

/// What a bucket is opened with. Prints no secret.
#[derive(Clone, Default)]
pub struct BucketKeys {
    /// Access key id.
    pub access_key: String,
    /// Its secret.
    pub secret_key: String,
    /// A session token, where the keys are temporary.
    pub token: Option<String>,
    /// Region; storages of one's own mostly take any.
    pub region: Option<String>,
    /// Address of a storage of one's own, as in `https://s3.example`.
    pub endpoint: Option<String>,
}

impl std::fmt::Debug for BucketKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BucketKeys(…)")
    }
}

/// Something that lies on a shelf.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Item {
    /// Its name, with folder.
    pub name: String,
    /// Its length in bytes.
    pub bytes: u64,
}
