//! The steps of the profile, a page each: numbers and birth date, address, work and education,
//! account. Each may be left for later.

use crate::choices::Choice;
use crate::form::FormView;
use crate::layout::Frame;
use crate::page::{Page, page};

/// `/me/profile/numbers`. Inputs: `nik`, `kk`, `birth-date-day`, `-month`, `-year`.
#[derive(askama::Template)]
#[template(path = "person/profile_numbers.html")]
pub struct ProfileNumbers<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// Posts to the page itself.
    pub form: FormView<'p>,
}

page!(ProfileNumbers: |page| page.form.title("numbers-title"));

/// `/me/profile/work`. Inputs: `occupation`, `education`, `enrolled` (`yes` or `no`).
#[derive(askama::Template)]
#[template(path = "person/profile_work.html")]
pub struct ProfileWork<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// Posts to the page itself.
    pub form: FormView<'p>,
}

impl ProfileWork<'_> {
    fn occupations(&self) -> Vec<Choice> {
        use amanah_domain::values::Occupation;
        let say = |o: &Occupation| {
            Choice::new(o.name(), self.frame.words.value(amanah_domain::FieldId::Occupation, o.name()))
        };
        Occupation::ALL.iter().map(say).collect()
    }

    fn levels(&self) -> Vec<Choice> {
        use amanah_domain::values::EducationLevel;
        let say = |level: &EducationLevel| {
            Choice::new(level.name(), self.frame.words.value(amanah_domain::FieldId::Education, level.name()))
        };
        EducationLevel::ALL.iter().map(say).collect()
    }

    fn yes_no(&self) -> Vec<Choice> {
        vec![Choice::new("no", self.frame.t("no")), Choice::new("yes", self.frame.t("yes"))]
    }
}

page!(ProfileWork: |page| page.form.title("work-title"));

/// `/me/profile/account`. Inputs: `provider`, `number`.
#[derive(askama::Template)]
#[template(path = "person/profile_account.html")]
pub struct ProfileAccount<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// Posts to the page itself.
    pub form: FormView<'p>,
}

impl ProfileAccount<'_> {
    /// E-wallets first: three quarters prefer them.
    fn providers(&self) -> Vec<Choice> {
        use amanah_domain::values::{BANKS, WALLETS};
        let wallets = WALLETS.iter().map(|wallet| Choice::new(wallet.key, wallet.name));
        let banks = BANKS.iter().map(|bank| Choice::new(bank.code, bank.name));
        wallets.chain(banks).collect()
    }
}

page!(ProfileAccount: |page| page.form.title("account-title"));

#[cfg(test)]
mod samples {
    use super::*;
    use crate::form::FieldError;
    use crate::sample::{Sampled, help, shown};

    impl Sampled for ProfileNumbers<'static> {
        fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
            let page = |form: FormView<'static>| Self {
                frame: frame.clone(),
                form: form.help("nik", help()).help("kk", help()).help("birth-date", help()),
            };
            let wrong = frame
                .form()
                .typed("nik", "317404550398000")
                .typed("birth-date-year", "98")
                .wrong(FieldError { bound: Some(16), ..FieldError::new("nik", "nik-length") })
                .wrong(FieldError { bound: Some(4), ..FieldError::new("birth-date", "birth-date-year") });
            vec![("empty", page(frame.form())), ("wrong", page(wrong))]
        }
    }

    impl Sampled for ProfileWork<'static> {
        fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
            let form = frame
                .form()
                .with("occupation", shown("laid-off"))
                .wrong(FieldError::new("education", "education-level"))
                .help("education", help());
            vec![("wrong", Self { frame, form })]
        }
    }

    impl Sampled for ProfileAccount<'static> {
        fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
            let form = frame.form().with("provider", shown("014")).help("number", help());
            let wrong = frame
                .form()
                .typed("provider", "014")
                .typed("number", "12345")
                .wrong(FieldError { bound: Some(10), ..FieldError::new("number", "account-digits") });
            vec![("filled", Self { frame: frame.clone(), form }), ("wrong", Self { frame, form: wrong })]
        }
    }
}
