//! `/certificate` and `/certificate/<code>`: the certificate of erasure, for whoever has its code; also
//! when the person's account is gone. Nothing personal stands on it.

use amanah_domain::states::{NoticeState, RemovalAct};
use askama::Template;
use askama::filters::HtmlSafe;

use crate::form::FormView;
use crate::layout::Frame;
use crate::page::{Page, page};
use crate::public::certificate_facts::{CertificateFacts, CertificateText};
use crate::public::certificate_pdf;

/// The question for a code. Input: `code`. Posts to the page itself.
#[derive(askama::Template)]
#[template(path = "public/find_certificate.html")]
pub struct FindCertificate<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// What was typed.
    pub form: FormView<'p>,
}

page!(FindCertificate: |page| page.form.title("certificate-find"));

/// A certificate.
#[derive(askama::Template)]
#[template(path = "public/certificate.html")]
pub struct Certificate<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// Its code, as it stands in addresses. The files lie at `/certificate/<code>/certificate.pdf` and
    /// `…/certificate.json`.
    pub code: String,
    /// The address with which it is found again, from the scheme on.
    pub address: String,
    /// What it says.
    pub facts: CertificateFacts,
    /// Shown right after the act, so it says what to keep.
    pub fresh: bool,
    /// The person still has an account and is signed in.
    pub back: bool,
}

impl Certificate<'_> {
    fn body(&self) -> CertificateBody {
        CertificateBody::new(&self.frame, &self.facts)
    }

    /// The same as a PDF.
    pub fn pdf(&self) -> Vec<u8> {
        certificate_pdf::bytes(&self.frame, &self.facts, &self.code, &self.address)
    }
}

page!(Certificate: |page| page.frame.t(&format!("certificate-{}", page.facts.act.name())));

/// What a certificate says, below its heading: shared with the staff console.
#[derive(Template)]
#[template(path = "public/certificate_body.html")]
pub(crate) struct CertificateBody {
    text: CertificateText,
    gone_title: String,
    places_title: String,
    kept_title: String,
    kept_none: String,
    copies_title: String,
    /// Whoever ends tells nobody: there is nothing for others to erase.
    tells: bool,
    notices_title: String,
    notices_none: String,
    /// Where signed answers lie; empty where there is none.
    notices_signed: String,
    proofs_title: String,
    proofs_what: String,
    ledger: String,
}

impl HtmlSafe for CertificateBody {}

impl CertificateBody {
    pub(crate) fn new(frame: &Frame<'_>, facts: &CertificateFacts) -> Self {
        let signed = facts.notices.iter().any(|notice| notice.state == NoticeState::Acknowledged);
        Self {
            text: facts.say(frame),
            gone_title: frame.t("certificate-gone"),
            places_title: frame.t("certificate-places"),
            kept_title: frame.t("certificate-kept"),
            kept_none: frame.t("certificate-kept-none"),
            copies_title: frame.t("certificate-copies"),
            tells: facts.act != RemovalAct::End,
            notices_title: frame.t("certificate-notices"),
            notices_none: frame.t("certificate-notices-none"),
            notices_signed: if signed { frame.t("certificate-notices-signed") } else { String::new() },
            proofs_title: frame.t("certificate-proofs"),
            proofs_what: frame.t("certificate-proofs-what"),
            ledger: frame.t("result-ledger"),
        }
    }
}

#[cfg(test)]
mod samples {
    use super::*;
    use crate::form::FieldError;
    use crate::public::certificate_facts::samples;
    use crate::sample::Sampled;

    impl Sampled for FindCertificate<'static> {
        fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
            let wrong = frame.form().typed("code", "7k3m-q2").wrong(FieldError::new("code", "certificate"));
            vec![
                ("empty", Self { form: frame.form(), frame: frame.clone() }),
                ("wrong", Self { form: wrong, frame }),
            ]
        }
    }

    pub(super) fn page(frame: Frame<'static>, facts: CertificateFacts, fresh: bool) -> Certificate<'static> {
        let code = "7k3m-q2xh-tp4w-9drc-5nvb-8yfg".to_owned();
        let address = format!("https://prakerja.example/certificate/{code}");
        Certificate { back: fresh, frame, code, address, facts, fresh }
    }

    impl Sampled for Certificate<'static> {
        fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
            let now = frame.now;
            vec![
                ("destroyed", page(frame.clone(), samples::destroyed(now), false)),
                ("erased", page(frame.clone(), samples::erased(now), true)),
                ("ended", page(frame, samples::ended(now), true)),
            ]
        }
    }
}

#[cfg(test)]
mod tests {
    use amanah_domain::Unreadable;

    use super::*;
    use crate::public::certificate_facts::samples::destroyed;
    use crate::{Lang, Reader, sample};

    fn found(bytes: &[u8], text: &str) -> bool {
        let wanted = crate::pdf_font::encode(text);
        bytes.windows(wanted.len()).any(|window| window == wanted)
    }

    /// The PDF holds its words as text, says its language, and is small.
    #[test]
    fn the_pdf_can_be_read_and_searched() {
        for lang in Lang::ALL {
            let frame = sample::frame(lang, "/certificate/x", Reader::Nobody);
            let title = frame.t("certificate-destroy");
            let kept = frame.t("certificate-kept");
            let page = samples::page(frame.clone(), destroyed(frame.now), false);
            let pdf = page.pdf();
            let dir = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/page-samples");
            std::fs::create_dir_all(&dir).unwrap();
            std::fs::write(dir.join(format!("certificate-{}.pdf", lang.code())), &pdf).unwrap();
            assert!(pdf.starts_with(b"%PDF-1.7") && pdf.len() < 100 * 1_024, "{} bytes", pdf.len());
            for text in [&title, &kept, "1-48213", &page.code] {
                assert!(found(&pdf, text), "{text}");
            }
            assert!(
                found(&pdf, &format!("/Lang({})", lang.code()))
                    || found(&pdf, &format!("/Lang ({})", lang.code()))
            );
            assert!(found(&pdf, "/StructTreeRoot") && found(&pdf, "/S/H1") || found(&pdf, "/S /H1"));
        }
    }

    /// What was recorded by hand is never called signed.
    #[test]
    fn only_a_signature_is_called_one() {
        for lang in Lang::ALL {
            let frame = sample::frame(lang, "/certificate/x", Reader::Nobody);
            let signed = frame.t("certificate-notices-signed");
            let mut facts = destroyed(frame.now);
            assert!(CertificateBody::new(&frame, &facts).to_string().contains(&signed));
            facts.notices.retain(|line| line.state == NoticeState::Recorded);
            let body = CertificateBody::new(&frame, &facts).to_string();
            assert!(body.contains(&frame.t("notice-told-letter")) && !body.contains(&signed), "{body}");
            let answered = frame.t1("notice-answered-at", "at", "x");
            assert!(!body.contains(answered.split('x').next().unwrap()), "{body}");
        }
    }

    /// A day that was told and is over is not passed off as one on which it happened.
    #[test]
    fn copies_are_gone_only_when_they_are() {
        for lang in Lang::ALL {
            let frame = sample::frame(lang, "/certificate/x", Reader::Nobody);
            let at = frame.now.plus_hours(-48);
            let said = |unreadable| {
                let facts = CertificateFacts { unreadable: Some(unreadable), ..destroyed(frame.now) };
                CertificateBody::new(&frame, &facts).to_string()
            };
            let words = |key| frame.t1(key, "at", frame.moment(&at));
            for (unreadable, key) in [
                (Unreadable::Since(at), "copies-gone"),
                (Unreadable::By(at), "copies-until"),
                (Unreadable::Late { told: at }, "copies-late"),
            ] {
                assert!(said(unreadable).contains(&words(key)), "{key}");
            }
        }
    }

    /// Nobody reads the code from a page that staff see.
    #[test]
    fn the_body_holds_no_code() {
        let frame = sample::frame(Lang::En, "/staff/removals/1", Reader::Staff);
        let body = CertificateBody::new(&frame, &destroyed(frame.now)).to_string();
        assert!(body.contains("1-48213") && !body.contains("/certificate/"), "{body}");
    }
}
