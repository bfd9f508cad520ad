//! `/register`: an address, a name, and what happens with them.

use crate::form::FormView;
use crate::layout::Frame;
use crate::page::{Page, page};

/// The short notice (Law 27/2022, article 21), a sentence each, made from the policy in force.
#[derive(Clone, Debug, Default)]
pub struct ShortNotice {
    /// What is collected now and later.
    pub what: String,
    /// For what.
    pub why: String,
    /// How long.
    pub how_long: String,
    /// With whom it may be shared.
    pub with_whom: String,
}

/// A consent that may be given. Each is a choice of its own, unticked (articles 22 to 24).
#[derive(Clone, Debug)]
pub struct ConsentChoice {
    /// Its id in the policy; the box is called `consent-<id>`.
    pub id: String,
    /// What is agreed to: *Send me news of trainings by e-mail*.
    pub title: String,
    /// What follows from it and how it is withdrawn.
    pub text: String,
}

impl ConsentChoice {
    fn input(&self) -> String {
        format!("consent-{}", self.id)
    }
}

/// Registration. Inputs: `address` (e-mail or mobile number), `name`, `consent-<id>`, `attest`,
/// `accept`.
#[derive(askama::Template)]
#[template(path = "person/register.html")]
pub struct Register<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// Posts to `/register`.
    pub form: FormView<'p>,
    /// The short notice.
    pub notice: ShortNotice,
    /// Consents that may be given here.
    pub consents: Vec<ConsentChoice>,
}

impl Register<'_> {
    /// Whether a choice was made: then they are all in sight when the form is shown again.
    fn has_chosen(&self) -> bool {
        self.consents.iter().any(|consent| !self.form.value_of(&consent.input()).is_empty())
    }
}

page!(Register: |page| page.form.title("register-title"));

#[cfg(test)]
impl crate::sample::Sampled for Register<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        use crate::form::FieldError;
        let notice = ShortNotice {
            what: "Sekarang: nama dan email atau nomor HP. Nanti: NIK, KK, tanggal lahir, alamat.".to_owned(),
            why: "Untuk mendaftarkan Anda dan memeriksa apakah Anda boleh ikut.".to_owned(),
            how_long: "Selama Anda ikut program, lalu 5 tahun.".to_owned(),
            with_whom: "Dinas kependudukan, untuk mencocokkan NIK.".to_owned(),
        };
        let consent = |id: &str, title: &str| ConsentChoice {
            id: id.to_owned(),
            title: title.to_owned(),
            text: "Boleh dicabut kapan saja, langsung berlaku.".to_owned(),
        };
        let page = |form: FormView<'static>| Self {
            frame: frame.clone(),
            form: form.help("name", crate::sample::help()),
            notice: notice.clone(),
            consents: vec![
                consent("news-email", "Kirimi saya kabar program lewat email"),
                consent("research", "Undang saya ikut survei"),
            ],
        };
        let wrong = frame
            .form()
            .typed("address", "sari@@contoh")
            .typed("name", "Sari <b>Dewi</b>")
            .typed("consent-research", "yes")
            .wrong(FieldError::new("address", "email-at"))
            .wrong(FieldError::new("name", "name-character"))
            .wrong(FieldError::new("accept", "accept-terms"));
        vec![("empty", page(frame.form())), ("wrong", page(wrong))]
    }
}
