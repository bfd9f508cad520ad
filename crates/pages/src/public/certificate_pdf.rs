//! The certificate as a PDF: the same words as the page, in the same order.

use amanah_domain::states::RemovalAct;

use crate::layout::Frame;
use crate::pdf::Document;
use crate::public::certificate_facts::CertificateFacts;

/// The file.
pub(crate) fn bytes(frame: &Frame<'_>, facts: &CertificateFacts, code: &str, address: &str) -> Vec<u8> {
    let text = facts.say(frame);
    let foot = frame.t1("certificate-foot", "code", code);
    let mut document = Document::new(frame.lang(), &text.title, foot);
    document.text(frame.t("programme-name"));
    document.text(&text.lead);
    document.text(&text.meaning);
    if !text.gone.is_empty() {
        document.heading(frame.t("certificate-gone"));
        text.gone.iter().for_each(|line| document.item(line));
    }
    if !text.places.is_empty() {
        document.heading(frame.t("certificate-places"));
        text.places.iter().for_each(|line| document.item(line));
    }
    document.heading(frame.t("certificate-kept"));
    if text.kept.is_empty() {
        document.text(frame.t("certificate-kept-none"));
    }
    for line in &text.kept {
        document.item(format!("{}. {} {}", line.what, line.why, line.until));
    }
    if !text.copies.is_empty() {
        document.heading(frame.t("certificate-copies"));
        document.text(&text.copies);
    }
    if facts.act != RemovalAct::End {
        document.heading(frame.t("certificate-notices"));
        if text.notices.is_empty() {
            document.text(frame.t("certificate-notices-none"));
        }
    }
    for (who, tag, when) in &text.notices {
        let status = format!("{who}: {}", tag.text);
        document.item(if when.is_empty() { status } else { format!("{status}. {when}") });
    }
    if !text.proofs.is_empty() {
        document.heading(frame.t("certificate-proofs"));
        document.text(frame.t("certificate-proofs-what"));
        text.proofs.iter().for_each(|id| document.code(id));
    }
    if !text.journal.is_empty() {
        document.text(&text.journal);
    }
    document.heading(frame.t("certificate-again"));
    document.text(frame.t("certificate-again-how"));
    document.code(address);
    document.text(frame.t2(
        "certificate-who",
        "who",
        frame.t("controller-name"),
        "phone",
        frame.t("contact-phone"),
    ));
    document.bytes()
}
