//! The programme's own data: `programmes/<name>/programme.toml`. Years differ, programmes differ; none
//! of it is code.

use serde::Deserialize;

use crate::cases::chat_rules::{ChatData, ChatRules};
use crate::rules::{RuleData, Rules};

/// One sentence with the place: the parser's own text draws a picture over several lines.
fn unreadable(text: &str, error: &toml::de::Error) -> String {
    let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let problem: Vec<&str> = error.message().split_whitespace().collect();
    format!("programme.toml: line {line}, column {column}: {}", problem.join(" "))
}

/// A programme.
pub struct Programme {
    /// Name of its folder, such as `prakerja`.
    pub name: String,
    /// Hours from UTC in which days and times are told (Jakarta 7).
    pub zone_hours: i8,
    /// People of one family card who may take part, at most.
    pub kk_people_max: u32,
    /// Seconds a one-time code is good for.
    pub code_seconds: i64,
    /// Tries of a one-time code, at most.
    pub code_tries_max: i64,
    /// Hours until a changed e-mail or phone takes effect.
    pub contact_delay_hours: i64,
    /// Days a session of a person lasts.
    pub session_days: i64,
    /// Hours a session of staff lasts.
    pub staff_session_hours: i64,
    /// Days a role of staff lasts before it is reviewed.
    pub role_days: i64,
    /// Hours after the moment at which the public value is known, until a missing reveal is published.
    pub reveal_hours_max: i64,
    /// The authority that supervises the protection of personal data (article 58), where it is known.
    pub authority: Option<Authority>,
    /// Messages that WhatsApp approved beforehand, where the programme is there.
    pub whatsapp: Option<WhatsAppTemplates>,
    /// When there is live chat.
    pub chat: ChatRules,
    /// Eligibility rules.
    pub rules: Rules,
    /// Regions of the country.
    pub regions: amanah_domain::regions::Regions,
}

/// Whom people can turn to beside us.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Authority {
    /// Its name.
    pub name: String,
    /// Where it is written to.
    pub address: String,
}

/// Messages that WhatsApp approved beforehand: all that may be sent there to somebody who has not written for
/// a day.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WhatsAppTemplates {
    /// News of a case; its one parameter is the receipt number.
    pub case_template: String,
    /// News of anything else, without a parameter.
    pub notice_template: String,
    /// The code under which the Indonesian one was approved.
    pub language_id: String,
    /// The code under which the English one was approved.
    pub language_en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Data {
    programme: About,
    #[serde(default)]
    whatsapp: Option<WhatsAppTemplates>,
    #[serde(default)]
    authority: Option<Authority>,
    limits: Limits,
    chat: Option<ChatData>,
    #[serde(default)]
    rule: Vec<RuleData>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct About {
    name: String,
    zone_hours: i8,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Limits {
    kk_people_max: u32,
    code_seconds: i64,
    code_tries_max: i64,
    contact_delay_hours: i64,
    session_days: i64,
    staff_session_hours: i64,
    role_days: i64,
    reveal_hours_max: i64,
}

impl Programme {
    /// Reads the file and compiles its rules.
    ///
    /// # Errors
    /// A sentence that says what to mend, and where.
    pub fn parse(text: &str, regions: amanah_domain::regions::Regions) -> Result<Self, String> {
        let data: Data = toml::from_str(text).map_err(|e| unreadable(text, &e))?;
        let limits = data.limits;
        let all = [
            ("code_seconds", limits.code_seconds),
            ("code_tries_max", limits.code_tries_max),
            ("contact_delay_hours", limits.contact_delay_hours),
            ("session_days", limits.session_days),
            ("staff_session_hours", limits.staff_session_hours),
            ("role_days", limits.role_days),
            ("reveal_hours_max", limits.reveal_hours_max),
        ];
        if let Some((name, _)) = all.iter().find(|(_, value)| *value < 1) {
            return Err(format!("programme.toml: limits.{name} must be at least 1"));
        }
        Ok(Self {
            chat: data.chat.as_ref().map_or(Ok(ChatRules::CLOSED), ChatRules::parse)?,
            rules: Rules::compile(&data.rule)?,
            name: data.programme.name,
            zone_hours: data.programme.zone_hours,
            kk_people_max: limits.kk_people_max,
            code_seconds: limits.code_seconds,
            code_tries_max: limits.code_tries_max,
            contact_delay_hours: limits.contact_delay_hours,
            session_days: limits.session_days,
            staff_session_hours: limits.staff_session_hours,
            role_days: limits.role_days,
            reveal_hours_max: limits.reveal_hours_max,
            authority: data.authority,
            whatsapp: data.whatsapp,
            regions,
        })
    }
}
