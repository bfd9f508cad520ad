//! The ways in that need no browser, from their options.

use std::path::PathBuf;

use amanah_actions::channels::mail::{ImapPlace, MailIn};
use amanah_actions::channels::whatsapp::WhatsApp;
use amanah_actions::post::WhatsAppApi;
use zeroize::Zeroizing;

use crate::args::Channels;
use crate::house::web_address;
use crate::output::why;
use crate::unseal::{credential, secret};

/// What the options name.
pub(crate) struct Ways {
    pub(crate) whatsapp: Option<(WhatsAppApi, WhatsApp)>,
    pub(crate) mail: Option<MailIn>,
}

/// Reads the options and the files that they name. `mail_from`: the address under which the house writes.
///
/// # Errors
/// One clear sentence.
pub(crate) fn ways(args: &Channels, mail_from: &str) -> Result<Ways, String> {
    Ok(Ways { whatsapp: whatsapp(args)?, mail: mail(args, mail_from)? })
}

fn whatsapp(args: &Channels) -> Result<Option<(WhatsAppApi, WhatsApp)>, String> {
    let (Some(url), Some(number_id)) = (&args.whatsapp_url, &args.whatsapp_number_id) else {
        return Ok(None);
    };
    let base = web_address(url, "--whatsapp-url")?;
    let token = named(&args.whatsapp_token_file, "whatsapp-token", "WhatsApp token")?;
    let app_secret = named(&args.whatsapp_app_secret_file, "whatsapp-app-secret", "WhatsApp app secret")?;
    let verify = named(&args.whatsapp_verify_token_file, "whatsapp-verify-token", "WhatsApp verify token")?;
    let api = WhatsAppApi::new(&base, number_id, token)?;
    let whatsapp = WhatsApp::new(api.clone(), &app_secret, verify)?;
    Ok(Some((api, whatsapp)))
}

fn mail(args: &Channels, mail_from: &str) -> Result<Option<MailIn>, String> {
    let own: Vec<&str> = [Some(mail_from), args.mail_address.as_deref()].into_iter().flatten().collect();
    if let Some(folder) = &args.mail_folder {
        if !folder.join("new").is_dir() {
            return Err(format!(
                "--mail-folder {} is no Maildir: it has no folder named new",
                folder.display()
            ));
        }
        return Ok(Some(checked(MailIn::in_folder(folder.clone(), &own), args)));
    }
    let Some(address) = &args.mail_in else { return Ok(None) };
    let password = named(&args.mail_password_file, "mail-password", "mailbox's password")?;
    let roots = match &args.mail_roots {
        None => None,
        Some(path) => Some(std::fs::read(path).map_err(|e| {
            format!("the mailbox's certificates {} cannot be read: {}", path.display(), why(&e))
        })?),
    };
    let place =
        ImapPlace::parse(address, password, roots.as_deref()).map_err(|e| format!("--mail-in: {e}"))?;
    Ok(Some(checked(MailIn::by_imap(place, &own), args)))
}

/// Whom the operator has to vouch for an address.
fn checked(mail: MailIn, args: &Channels) -> MailIn {
    match &args.mail_checked_by {
        Some(server) => mail.checked_by(server),
        None => mail,
    }
}

/// A secret by its option, else by its credential.
fn named(file: &Option<PathBuf>, name: &str, what: &str) -> Result<Zeroizing<String>, String> {
    let Some(path) = file.clone().or_else(|| credential(name)) else {
        return Err(format!(
            "the {what} is missing: write it into a file that only you can read and name it with --{name}-file, or \
             hand it over as the systemd credential {name}"
        ));
    };
    secret(&path, what)
}
