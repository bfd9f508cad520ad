//! Where incentives are paid to: a bank account or an e-wallet.
//!
//! Not here: whether the account exists and whose it is (the payment partner's inquiry answers that).

use zeroize::Zeroizing;

use super::{PersonalValue, Phone, Refused, shy};

/// A bank that accounts may be held at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Bank {
    /// Three-digit clearing code.
    pub code: &'static str,
    /// Name as people know it.
    pub name: &'static str,
    /// Digits of an account number, at least.
    pub digits_min: u32,
    /// Digits of an account number, at most.
    pub digits_max: u32,
}

/// An e-wallet that accounts may be held at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Wallet {
    /// Stable name in files.
    pub key: &'static str,
    /// Name as people know it.
    pub name: &'static str,
}

macro_rules! banks {
    ($($code:literal $name:literal $min:literal..=$max:literal;)*) => {
        /// Banks, by code. The lengths are those that the banks tell their customers; where a bank keeps
        /// old numbers of other lengths, the bound is wide: a wrong number is found by the inquiry.
        pub const BANKS: &[Bank] = &[$(Bank { code: $code, name: $name, digits_min: $min, digits_max: $max },)*];
    };
}

banks! {
    "002" "BRI" 15..=15;
    "008" "Bank Mandiri" 13..=16;
    "009" "BNI" 9..=16;
    "011" "Bank Danamon" 10..=16;
    "013" "Bank Permata" 9..=16;
    "014" "BCA" 10..=10;
    "016" "Maybank Indonesia" 10..=16;
    "019" "Panin Bank" 10..=16;
    "022" "CIMB Niaga" 12..=14;
    "028" "OCBC Indonesia" 10..=16;
    "110" "Bank BJB" 10..=16;
    "111" "Bank DKI" 10..=16;
    "112" "Bank BPD DIY" 10..=16;
    "113" "Bank Jateng" 10..=16;
    "114" "Bank Jatim" 10..=16;
    "147" "Bank Muamalat" 10..=16;
    "153" "Bank Sinarmas" 10..=16;
    "200" "BTN" 16..=16;
    "213" "SMBC Indonesia" 10..=16;
    "426" "Bank Mega" 10..=16;
    "451" "BSI" 10..=10;
    "535" "SeaBank" 10..=16;
    "542" "Bank Jago" 10..=16;
}

/// E-wallets.
pub const WALLETS: &[Wallet] = &[
    Wallet { key: "gopay", name: "GoPay" },
    Wallet { key: "ovo", name: "OVO" },
    Wallet { key: "dana", name: "DANA" },
    Wallet { key: "linkaja", name: "LinkAja" },
    Wallet { key: "shopeepay", name: "ShopeePay" },
];

/// Bank or e-wallet account for incentives: finance, specific data under article 4(2) of Law 27/2022.
#[derive(Clone, PartialEq, Eq)]
pub struct PayoutAccount {
    provider: Zeroizing<String>,
    /// Digits of a bank account, `+628…` of an e-wallet.
    number: Zeroizing<String>,
}

impl PayoutAccount {
    /// `provider` is a code of [`BANKS`] or a key of [`WALLETS`]; the number as typed.
    ///
    /// # Errors
    /// `account-provider`, `account-empty`, `account-character`, `account-digits` (with the bound),
    /// `account-phone` (an e-wallet's number is a mobile number).
    pub fn parse(provider: &str, number: &str) -> Result<Self, Refused> {
        let provider = provider.trim();
        if number.trim().is_empty() {
            return Err(Refused::because("account-empty"));
        }
        let number = if let Some(bank) = bank(provider) {
            account_digits(number, bank)?
        } else if wallet(provider).is_some() {
            Phone::parse(number).map_err(|_| Refused::because("account-phone"))?.index_form()
        } else {
            return Err(Refused::because("account-provider"));
        };
        Ok(Self { provider: Zeroizing::new(provider.to_owned()), number })
    }

    /// Bank code or e-wallet key.
    pub fn provider(&self) -> &str {
        &self.provider
    }

    /// The provider's name as people know it; its code where the table no longer has it.
    pub fn provider_name(&self) -> &str {
        bank(&self.provider)
            .map(|b| b.name)
            .or_else(|| wallet(&self.provider).map(|w| w.name))
            .unwrap_or(&self.provider)
    }

    /// Digits of a bank account, `+628…` of an e-wallet.
    pub fn number(&self) -> &str {
        &self.number
    }

    /// Whether it is an e-wallet.
    pub fn is_wallet(&self) -> bool {
        self.number.starts_with('+')
    }

    /// The form under which two accounts are the same.
    pub fn index_form(&self) -> Zeroizing<String> {
        Zeroizing::new(format!("{}:{}", self.provider(), self.number()))
    }

    /// The provider and the last four digits: enough for its owner to recognise it.
    pub fn masked(&self) -> Zeroizing<String> {
        let last = self.number.len().checked_sub(4).and_then(|at| self.number.get(at..)).unwrap_or_default();
        Zeroizing::new(format!("{} ••••{last}", self.provider_name()))
    }
}

/// `1|provider|number`. Reading back does not ask the tables: a bank that merged away must not make
/// a sealed account unreadable.
impl PersonalValue for PayoutAccount {
    fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(format!("1|{}|{}", self.provider(), self.number()).into_bytes())
    }
    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (provider, number) = core::str::from_utf8(bytes).ok()?.strip_prefix("1|")?.split_once('|')?;
        let provider_fits = (1..=40).contains(&provider.len())
            && provider.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        let digits = number.strip_prefix('+').unwrap_or(number);
        let number_fits = (4..=34).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        (provider_fits && number_fits).then(|| Self {
            provider: Zeroizing::new(provider.to_owned()),
            number: Zeroizing::new(number.to_owned()),
        })
    }
    /// In full: who may see how much is a page's decision.
    fn show(&self) -> Zeroizing<String> {
        Zeroizing::new(format!("{} {}", self.provider_name(), self.number()))
    }
}

shy!(PayoutAccount);

fn bank(code: &str) -> Option<&'static Bank> {
    BANKS.iter().find(|b| b.code == code)
}

fn wallet(key: &str) -> Option<&'static Wallet> {
    WALLETS.iter().find(|w| w.key == key)
}

fn account_digits(number: &str, bank: &Bank) -> Result<Zeroizing<String>, Refused> {
    let mut digits = Zeroizing::new(String::with_capacity(bank.digits_max as usize + 1));
    for c in number.trim().chars() {
        match c {
            ' ' | '\u{a0}' | '-' | '\u{2010}'..='\u{2013}' | '.' => {}
            '0'..='9' if digits.len() < bank.digits_max as usize => digits.push(c),
            '0'..='9' => return Err(Refused::bound("account-digits", bank.digits_max)),
            _ => return Err(Refused::because("account-character")),
        }
    }
    if digits.len() < bank.digits_min as usize {
        return Err(Refused::bound("account-digits", bank.digits_min));
    }
    Ok(digits)
}
