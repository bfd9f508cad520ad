//! Options of the ways in: WhatsApp and mail. Secrets come from files, or from systemd's credentials of the
//! names `whatsapp-token`, `whatsapp-app-secret`, `whatsapp-verify-token` and `mail-password`.

use std::path::PathBuf;

use clap::Args;

/// The ways in that need no browser; none of them unless it is named.
#[derive(Args)]
pub(crate) struct Channels {
    /// WhatsApp Business Cloud API with its version, as in https://graph.facebook.com/v23.0
    #[arg(long, value_name = "URL", env = "AMANAH_WHATSAPP_URL", requires = "whatsapp_number_id")]
    pub(crate) whatsapp_url: Option<String>,
    /// Id of the programme's own number there (not the number itself)
    #[arg(long, value_name = "ID", env = "AMANAH_WHATSAPP_NUMBER_ID", requires = "whatsapp_url")]
    pub(crate) whatsapp_number_id: Option<String>,
    /// File with the access token of the WhatsApp account
    #[arg(long, value_name = "FILE", env = "AMANAH_WHATSAPP_TOKEN_FILE")]
    pub(crate) whatsapp_token_file: Option<PathBuf>,
    /// File with the app secret by which WhatsApp signs what it sends
    #[arg(long, value_name = "FILE", env = "AMANAH_WHATSAPP_APP_SECRET_FILE")]
    pub(crate) whatsapp_app_secret_file: Option<PathBuf>,
    /// File with the verify token that is typed into WhatsApp's settings of the webhook
    #[arg(long, value_name = "FILE", env = "AMANAH_WHATSAPP_VERIFY_TOKEN_FILE")]
    pub(crate) whatsapp_verify_token_file: Option<PathBuf>,
    /// Mailbox that people write to, as in imaps://user@mail.example/INBOX
    #[arg(long, value_name = "URL", env = "AMANAH_MAIL_IN", conflicts_with = "mail_folder")]
    pub(crate) mail_in: Option<String>,
    /// File with the mailbox's password
    #[arg(long, value_name = "FILE", env = "AMANAH_MAIL_PASSWORD_FILE")]
    pub(crate) mail_password_file: Option<PathBuf>,
    /// Certificates (PEM) of the mailbox's own authority, instead of the public ones
    #[arg(long, value_name = "FILE", env = "AMANAH_MAIL_ROOTS", requires = "mail_in")]
    pub(crate) mail_roots: Option<PathBuf>,
    /// Mailbox as a folder (Maildir) instead
    #[arg(long, value_name = "FOLDER", env = "AMANAH_MAIL_FOLDER")]
    pub(crate) mail_folder: Option<PathBuf>,
    /// Address that people write to, so that a mail that went in a circle is known
    #[arg(long, value_name = "ADDRESS", env = "AMANAH_MAIL_ADDRESS")]
    pub(crate) mail_address: Option<String>,
    /// Name under which your own mail server writes Authentication-Results; without it no mail reaches an account
    #[arg(long, value_name = "NAME", env = "AMANAH_MAIL_CHECKED_BY")]
    pub(crate) mail_checked_by: Option<String>,
}
