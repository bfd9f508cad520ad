//! `/privacy`, `/privacy/versions/<n>`: the policy, clause by clause, as it is in force.

use amanah_policy::Policy;
use jiff::civil::Date;

use crate::layout::Frame;
use crate::page::{Page, page};
use crate::public::policy_text::{PurposeText, SectionText, other_purposes, sections};

/// A version of the policy.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PolicyVersion {
    /// Its number.
    pub version: u32,
    /// From which day on.
    pub effective: Date,
}

/// Who answers for the data.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Controller {
    /// Its name.
    pub name: String,
    /// Under whom it works.
    pub under: String,
    /// Its address, line by line.
    pub address: Vec<String>,
    /// Under which regulations.
    pub grounds: Vec<String>,
}

/// The policy.
#[derive(askama::Template)]
#[template(path = "public/privacy.html")]
pub struct Privacy<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// Which version it is.
    pub version: PolicyVersion,
    /// It is the one in force; otherwise the page says so first.
    pub in_force: bool,
    /// SHA-256 of the file, in hexadecimal.
    pub hash: String,
    /// What it is about, before the first clause.
    pub intro: String,
    /// That it is a model made from public documents; empty where it is none.
    pub model: String,
    /// Who answers for the data.
    pub controller: Controller,
    /// Clause by clause.
    pub sections: Vec<SectionText>,
    /// Purposes that rest on an article of the law.
    pub others: Vec<PurposeText>,
    /// The other versions, newest first.
    pub versions: Vec<PolicyVersion>,
}

impl<'p> Privacy<'p> {
    /// The page of `policy`. The frame's words must hold the programme's own.
    pub fn of(frame: Frame<'p>, policy: &Policy, in_force: bool, versions: Vec<PolicyVersion>) -> Self {
        let document = policy.document();
        Self {
            version: PolicyVersion { version: document.version, effective: document.effective },
            in_force,
            hash: policy.hash().iter().map(|byte| format!("{byte:02x}")).collect(),
            intro: frame.t("policy-intro"),
            model: if document.controller.model { frame.t("policy-model") } else { String::new() },
            controller: Controller {
                name: document.controller.name.clone(),
                under: document.controller.under.clone(),
                address: document.controller.address.clone(),
                grounds: document.legal_grounds.iter().map(|ground| ground.name.clone()).collect(),
            },
            sections: sections(frame.words, policy),
            others: other_purposes(frame.words, policy),
            versions,
            frame,
        }
    }

    /// Clauses of the contents: those without a letter.
    fn contents(&self) -> Vec<&SectionText> {
        self.sections.iter().filter(|section| !section.is_part()).collect()
    }

    fn day(&self, version: &PolicyVersion) -> String {
        self.frame.words.day(version.effective)
    }

    fn version_line(&self, version: &PolicyVersion) -> String {
        self.frame.t2("privacy-version", "version", version.version, "day", self.day(version))
    }

    fn list(&self, names: &[String]) -> String {
        if names.is_empty() { self.frame.t("policy-none") } else { self.frame.words.list(names) }
    }

    fn raw(&self) -> String {
        format!("/privacy/versions/{}/policy.toml", self.version.version)
    }
}

page!(Privacy: |page| page.frame.t("footer-privacy"));

#[cfg(test)]
impl crate::sample::Sampled for Privacy<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        use crate::public::policy_text::samples::{framed, policy};
        let older = vec![PolicyVersion { version: 0, effective: jiff::civil::date(2021, 3, 1) }];
        let frame = framed(&frame);
        vec![
            ("in-force", Self::of(frame.clone(), &policy(), true, older)),
            ("older", Self::of(frame, &policy(), false, Vec::new())),
        ]
    }
}
