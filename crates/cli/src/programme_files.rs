//! A programme's files: from a folder, or the model that is built in, so that one binary is enough.

use std::path::Path;

use amanah_domain::regions::Regions;
use amanah_pages::Lang;
use amanah_policy::Policy;

use amanah_actions::programme::Programme;

use crate::output::why;

/// Everything a programme brings.
pub(crate) struct ProgrammeFiles {
    /// The exact text of the policy.
    pub(crate) policy_text: String,
    programme_text: String,
    provinces: String,
    regencies: String,
    districts: String,
    /// Words by language.
    pub(crate) words: Vec<(Lang, String)>,
}

macro_rules! model {
    ($file:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../programmes/prakerja/", $file)).to_owned()
    };
}

impl ProgrammeFiles {
    /// Reads a folder, or takes the built-in model.
    ///
    /// # Errors
    /// A sentence that names the file.
    pub(crate) fn load(folder: Option<&Path>) -> Result<Self, String> {
        let Some(folder) = folder else { return Ok(Self::model()) };
        if !folder.is_dir() {
            return Err(format!("there is no programme folder {}: look at --programme", folder.display()));
        }
        let read = |name: &str| {
            let path = folder.join(name);
            std::fs::read_to_string(&path)
                .map_err(|e| format!("{} cannot be read: {}", path.display(), why(&e)))
        };
        let mut words = Vec::new();
        for lang in [Lang::Id, Lang::En] {
            for file in ["policy.ftl", "programme.ftl", "templates.ftl"] {
                words.push((lang, read(&format!("words/{}/{file}", lang.code()))?));
            }
        }
        Ok(Self {
            policy_text: read("policy.toml")?,
            programme_text: read("programme.toml")?,
            provinces: read("regions/provinces.csv")?,
            regencies: read("regions/regencies.csv")?,
            districts: read("regions/districts.csv")?,
            words,
        })
    }

    fn model() -> Self {
        Self {
            policy_text: model!("policy.toml"),
            programme_text: model!("programme.toml"),
            provinces: model!("regions/provinces.csv"),
            regencies: model!("regions/regencies.csv"),
            districts: model!("regions/districts.csv"),
            words: vec![
                (Lang::Id, model!("words/id/policy.ftl")),
                (Lang::Id, model!("words/id/programme.ftl")),
                (Lang::Id, model!("words/id/templates.ftl")),
                (Lang::En, model!("words/en/policy.ftl")),
                (Lang::En, model!("words/en/programme.ftl")),
                (Lang::En, model!("words/en/templates.ftl")),
            ],
        }
    }

    /// The policy.
    ///
    /// # Errors
    /// Line, column and what to mend.
    pub(crate) fn policy(&self) -> Result<Policy, String> {
        Policy::parse(&self.policy_text).map_err(|e| format!("policy.toml: {e}"))
    }

    /// Regions of the country.
    ///
    /// # Errors
    /// File and line.
    pub(crate) fn regions(&self) -> Result<Regions, String> {
        Regions::parse(&self.provinces, &self.regencies, &self.districts).map_err(|e| format!("regions: {e}"))
    }

    /// The programme.
    ///
    /// # Errors
    /// A sentence that says what to mend.
    pub(crate) fn programme(&self) -> Result<Programme, String> {
        Programme::parse(&self.programme_text, self.regions()?)
    }
}
