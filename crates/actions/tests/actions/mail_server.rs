//! The full circle with a real mail server: somebody writes, an officer answers, they write back, and all of
//! it is one case, for the house and for their mail program.

use std::sync::Arc;

use amanah_actions::channels::mail::{ImapPlace, MailIn};
use amanah_actions::post::RealPost;
use amanah_domain::states::Channel;
use amanah_testkit::TestOffice;
use amanah_testkit::mail_server::{MailServer, PASSWORD, header};
use zeroize::Zeroizing;

use crate::mail::{only_mail_case, said};
use crate::on_both;
use crate::whatsapp::agent;

/// Looks until the server has given out so many messages.
async fn look_for(office: &TestOffice, count: usize) {
    let mut found = 0;
    for _ in 0..100 {
        found += office.office.look_into_mailbox().await.unwrap();
        if found >= count {
            assert_eq!(found, count);
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("{found} messages came, and not {count}");
}

async fn from_mail_to_answer_to_answer(office: &mut TestOffice) {
    let server = MailServer::from_env();
    let agent = agent(office).await;
    let (ours, theirs) = (server.mailbox(), server.mailbox());
    let (service, sari) = (format!("{ours}@programme.test"), format!("{theirs}@people.test"));
    office.secret(&sari);
    let place =
        ImapPlace::parse(&server.imaps(&ours), Zeroizing::new(PASSWORD.to_owned()), Some(&server.roots()));
    let from = format!("Layanan <{service}>");
    office.office.channels.open_mail(MailIn::by_imap(place.unwrap(), &[&from]));
    let post = RealPost::new(Some(&server.smtp_url()), &from, None, None).unwrap();
    office.post.carry(Channel::Email, Arc::new(post));

    let message = |id: &str, more: &str, body: &str| {
        format!(
            "From: Sari <{sari}>\nTo: <{service}>\nSubject: Kuota\nMessage-ID: <{id}@people.test>\n{more}\n{body}\n"
        )
    };
    let asked = message("m1", "", "Apakah kuota saya hangus?\n.\nSalam");
    server.send(&sari, &service, &asked).await;
    // Some servers deliver twice.
    server.send(&sari, &service, &asked).await;
    server.wait_for(&ours, 2).await;
    look_for(office, 2).await;
    assert_eq!(
        office.office.look_into_mailbox().await.unwrap(),
        0,
        "what was dealt with is not asked for again"
    );
    assert!(server.files(&ours).iter().all(|name| name.contains(":2,") && name.ends_with('S')), "seen");
    let row = only_mail_case(office).await;
    assert_eq!(row.events, 1);
    office.run_jobs().await;
    let opened = server.wait_for(&theirs, 1).await.remove(0);
    assert_eq!(header(&opened, "in-reply-to"), "<m1@people.test>");
    assert_eq!(header(&opened, "auto-submitted"), "auto-replied");
    assert!(!header(&opened, "subject").contains("kuota"), "nothing of what was said");

    office.office.reply_case(&agent, row.case, "Tidak, kuota Anda tetap.", "").await.unwrap();
    office.run_jobs().await;
    let reply = server.wait_for(&theirs, 2).await.remove(1);
    assert_eq!(header(&reply, "references"), "<m1@people.test>");
    let id = header(&reply, "message-id").to_owned();
    assert!(id.ends_with("@programme.test>"), "{id}");

    let more = format!("In-Reply-To: {id}\nReferences: <m1@people.test> {id}\n");
    let body = format!("Terima kasih!\n\nOn Monday, Layanan <{service}> wrote:\n> Tidak, kuota Anda tetap.");
    server.send(&sari, &service, &message("m2", &more, &body)).await;
    // Their mail program is on holiday and answers ours as well.
    let away = message("m3", &format!("In-Reply-To: {id}\nAuto-Submitted: auto-replied\n"), "Saya cuti.");
    server.send("", &service, &away).await;
    server.wait_for(&ours, 4).await;
    look_for(office, 2).await;
    let row = only_mail_case(office).await;
    let words = said(office, &agent, &row).await;
    assert_eq!(words, ["Kuota\n\nApakah kuota saya hangus?\n.\nSalam", "Terima kasih!"]);
    office.run_jobs().await;
    assert_eq!(server.messages(&theirs).len(), 2, "no machine was answered");
}

async fn a_mailbox_that_is_away_or_closed_is_looked_into_again(office: &mut TestOffice) {
    let server = MailServer::from_env();
    let agent = agent(office).await;
    let ours = server.mailbox();
    let service = format!("{ours}@programme.test");
    // A certificate that nobody vouches for: not one byte of the password leaves.
    let own = ImapPlace::parse(&server.imaps(&ours), Zeroizing::new(PASSWORD.to_owned()), None).unwrap();
    office.office.channels.open_mail(MailIn::by_imap(own, &[]));
    assert_eq!(office.office.look_into_mailbox().await.unwrap(), 0);
    drop(agent);
    let second = TestOffice::on(office.office.store.engine()).await;
    let wrong = ImapPlace::parse(&server.imap(&ours), Zeroizing::new("wrong".to_owned()), None).unwrap();
    second.office.channels.open_mail(MailIn::by_imap(wrong, &[]));
    server.send("a@people.test", &service, "From: <a@people.test>\n\nHalo\n").await;
    server.wait_for(&ours, 1).await;
    assert_eq!(second.office.look_into_mailbox().await.unwrap(), 0);
    let third = TestOffice::on(office.office.store.engine()).await;
    let right = ImapPlace::parse(&server.imap(&ours), Zeroizing::new(PASSWORD.to_owned()), None).unwrap();
    third.office.channels.open_mail(MailIn::by_imap(right, &[]));
    look_for(&third, 1).await;
    only_mail_case(&third).await;
    // Nothing was recorded there: a ledger without an entry is no ledger.
    second.register("Sari Dewi", "sari@surat.example").await;
    second.finish().await;
    third.finish().await;
}

on_both! {
    from_mail_to_answer_to_answer
    a_mailbox_that_is_away_or_closed_is_looked_into_again
}
