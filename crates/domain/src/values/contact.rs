//! How a person is reached: e-mail and mobile phone.

use zeroize::Zeroizing;

use super::{PersonalValue, Refused, sealed_text, shy};

/// An e-mail address: the part of RFC 5321 that mail servers really take. No quoted local part, no
/// address literal; an internationalised domain in its ASCII form (`xn--…`) only.
#[derive(Clone)]
pub struct Email(Zeroizing<String>);

impl Email {
    /// Characters, at most (RFC 5321 4.5.3.1.3: a path of 256 with its brackets).
    pub const CHARS_MAX: u32 = 254;
    /// Characters before the @, at most (RFC 5321 4.5.3.1.1).
    pub const LOCAL_CHARS_MAX: u32 = 64;

    /// An address as typed; the domain becomes lower case, the local part stays as it is.
    ///
    /// # Errors
    /// `email-empty`, `email-long`, `email-at`, `email-international`, `email-local`, `email-domain`.
    pub fn parse(input: &str) -> Result<Self, Refused> {
        let text = input.trim();
        if text.is_empty() {
            return Err(Refused::because("email-empty"));
        }
        if text.chars().count() > Self::CHARS_MAX as usize {
            return Err(Refused::bound("email-long", Self::CHARS_MAX));
        }
        if !text.is_ascii() {
            return Err(Refused::because("email-international"));
        }
        let (local, domain) = text.split_once('@').ok_or(Refused::because("email-at"))?;
        if domain.contains('@') {
            return Err(Refused::because("email-at"));
        }
        if !is_local(local) {
            return Err(Refused::because("email-local"));
        }
        if !is_domain(domain) {
            return Err(Refused::because("email-domain"));
        }
        Ok(Self(Zeroizing::new(format!("{local}@{}", domain.to_ascii_lowercase()))))
    }

    /// The address to write to.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form under which two addresses are the same: all in lower case. What a server does with
    /// dots and plus signs is its own business, so they stay.
    pub fn index_form(&self) -> Zeroizing<String> {
        Zeroizing::new(self.0.to_ascii_lowercase())
    }
}

impl PartialEq for Email {
    fn eq(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}
impl Eq for Email {}

fn is_local(local: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+/=?^_`{|}~-".contains(&b);
    local.len() <= Email::LOCAL_CHARS_MAX as usize
        && local.split('.').all(|atom| !atom.is_empty() && atom.bytes().all(allowed))
}

/// At least two labels of letters, digits and hyphens (RFC 1123), the last one not a number.
fn is_domain(domain: &str) -> bool {
    let label = |l: &str| {
        (1..=63).contains(&l.len())
            && !l.starts_with('-')
            && !l.ends_with('-')
            && l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let last = domain.rsplit('.').next().unwrap_or_default();
    domain.contains('.')
        && domain.split('.').all(label)
        && last.len() >= 2
        && !last.bytes().all(|b| b.is_ascii_digit())
}

impl PersonalValue for Email {
    fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(self.0.as_bytes().to_vec())
    }
    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        sealed_text(bytes, Self::CHARS_MAX as usize).filter(|t| t.contains('@')).map(Self)
    }
    fn show(&self) -> Zeroizing<String> {
        self.0.clone()
    }
}

/// An Indonesian mobile number, kept as `+628…`.
#[derive(Clone, PartialEq, Eq)]
pub struct Phone(Zeroizing<String>);

impl Phone {
    /// Digits with the trunk 0, at least.
    pub const DIGITS_MIN: u32 = 10;
    /// Digits with the trunk 0, at most.
    pub const DIGITS_MAX: u32 = 13;

    /// A number as typed: `0812…`, `812…`, `62812…`, `+62 812…`, `+62 (0)812…`, `0062812…`, with spaces,
    /// dashes, dots and brackets anywhere.
    ///
    /// # Errors
    /// `phone-empty`, `phone-character`, `phone-country` (another country's number), `phone-mobile`
    /// (not a mobile number), `phone-digits` (too few or too many).
    pub fn parse(input: &str) -> Result<Self, Refused> {
        let text = input.trim();
        let (plus, rest) = text.strip_prefix('+').map_or((false, text), |rest| (true, rest));
        let mut digits = Zeroizing::new(String::with_capacity(20));
        for c in rest.chars() {
            match c {
                '0'..='9' if digits.len() < 20 => digits.push(c),
                '0'..='9' => return Err(Refused::bound("phone-digits", Self::DIGITS_MAX)),
                ' ' | '\u{a0}' | '-' | '\u{2010}'..='\u{2013}' | '.' | '(' | ')' => {}
                _ => return Err(Refused::because("phone-character")),
            }
        }
        if digits.is_empty() {
            return Err(Refused::because("phone-empty"));
        }
        let abroad = if plus { Some(digits.as_str()) } else { digits.strip_prefix("00") };
        let national = match abroad {
            Some(number) => number.strip_prefix("62").ok_or(Refused::because("phone-country"))?,
            // No national number of a mobile begins with 6, so a leading 62 is the country.
            None => digits.strip_prefix("62").unwrap_or(&digits),
        };
        let national = national.strip_prefix('0').unwrap_or(national);
        // 080 is free telephone, 81 to 89 are mobile networks.
        if !national.starts_with('8') || national.starts_with("80") {
            return Err(Refused::because("phone-mobile"));
        }
        let with_trunk = national.len() as u32 + 1;
        if with_trunk < Self::DIGITS_MIN {
            return Err(Refused::bound("phone-digits", Self::DIGITS_MIN));
        }
        if with_trunk > Self::DIGITS_MAX {
            return Err(Refused::bound("phone-digits", Self::DIGITS_MAX));
        }
        Ok(Self(Zeroizing::new(format!("+62{national}"))))
    }

    /// `+628…` without spaces (E.164): the form to dial and to index.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form under which two numbers are the same: [`Self::as_str`].
    pub fn index_form(&self) -> Zeroizing<String> {
        self.0.clone()
    }

    /// `08…` without spaces: as people in Indonesia write it.
    pub fn domestic(&self) -> Zeroizing<String> {
        Zeroizing::new(format!("0{}", self.national()))
    }

    fn national(&self) -> &str {
        self.0.get(3..).unwrap_or_default()
    }
}

impl PersonalValue for Phone {
    fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(self.0.as_bytes().to_vec())
    }
    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let text = sealed_text(bytes, 20)?;
        let national = text.strip_prefix("+62")?;
        (national.len() >= 7 && national.bytes().all(|b| b.is_ascii_digit())).then(|| Self(text.clone()))
    }
    fn show(&self) -> Zeroizing<String> {
        let (network, rest) = self.national().split_at_checked(3).unwrap_or_default();
        let (middle, end) = rest.split_at_checked(4).unwrap_or((rest, ""));
        Zeroizing::new(format!("+62 {network}-{middle}-{end}"))
    }
}

shy!(Email, Phone);
