//! Where a person lives.

use zeroize::Zeroizing;

use super::{PersonalValue, Refused, plain_text, shy};

/// Between the parts of the sealed form: a control character, which no part can hold.
const SEPARATOR: char = '\u{1f}';

/// Home address. The village is a name, the district a code of the region data.
#[derive(Clone, PartialEq, Eq)]
pub struct Address {
    street: Zeroizing<String>,
    rt: Option<u16>,
    rw: Option<u16>,
    village: Option<Zeroizing<String>>,
    district: Zeroizing<String>,
    postcode: Option<Zeroizing<String>>,
}

/// An address as typed: empty text where a part is left out.
#[derive(Clone, Copy, Default)]
pub struct AddressInput<'a> {
    /// Street, house, block: one line.
    pub street: &'a str,
    /// Neighbourhood (rukun tetangga), one to three digits; may be empty.
    pub rt: &'a str,
    /// Group of neighbourhoods (rukun warga), one to three digits; may be empty.
    pub rw: &'a str,
    /// Village or urban ward; may be empty.
    pub village: &'a str,
    /// District code `PP.RR.DD`.
    pub district: &'a str,
    /// Five digits; may be empty.
    pub postcode: &'a str,
}

impl Address {
    /// Characters of the street line, at most.
    pub const STREET_CHARS_MAX: u32 = 200;
    /// Characters of the village's name, at most.
    pub const VILLAGE_CHARS_MAX: u32 = 80;

    /// An address as typed. Whether the district exists is asked of [`crate::regions::Regions`].
    ///
    /// # Errors
    /// `address-street-empty`, `address-street-control`, `address-street-long`, `address-rt`,
    /// `address-rw`, `address-village-control`, `address-village-long`, `address-district`,
    /// `address-postcode`.
    pub fn parse(input: &AddressInput<'_>) -> Result<Self, Refused> {
        let street = plain_text(input.street, Self::STREET_CHARS_MAX).map_err(|r| match r.key {
            "text-empty" => Refused::because("address-street-empty"),
            "text-too-long" => Refused::bound("address-street-long", Self::STREET_CHARS_MAX),
            _ => Refused::because("address-street-control"),
        })?;
        let village = match plain_text(input.village, Self::VILLAGE_CHARS_MAX) {
            Ok(name) => Some(Zeroizing::new(name)),
            Err(r) if r.key == "text-empty" => None,
            Err(r) if r.key == "text-too-long" => {
                return Err(Refused::bound("address-village-long", Self::VILLAGE_CHARS_MAX));
            }
            Err(_) => return Err(Refused::because("address-village-control")),
        };
        let district = input.district.trim();
        if !is_district_code(district) {
            return Err(Refused::because("address-district"));
        }
        let postcode = input.postcode.trim();
        if !postcode.is_empty() && (postcode.len() != 5 || !postcode.bytes().all(|b| b.is_ascii_digit())) {
            return Err(Refused::bound("address-postcode", 5));
        }
        Ok(Self {
            street: Zeroizing::new(street),
            rt: neighbourhood(input.rt, "address-rt")?,
            rw: neighbourhood(input.rw, "address-rw")?,
            village,
            district: Zeroizing::new(district.to_owned()),
            postcode: (!postcode.is_empty()).then(|| Zeroizing::new(postcode.to_owned())),
        })
    }

    /// Street line.
    pub fn street(&self) -> &str {
        &self.street
    }

    /// Neighbourhood, 1 to 999.
    pub fn rt(&self) -> Option<u16> {
        self.rt
    }

    /// Group of neighbourhoods, 1 to 999.
    pub fn rw(&self) -> Option<u16> {
        self.rw
    }

    /// Village or urban ward.
    pub fn village(&self) -> Option<&str> {
        self.village.as_ref().map(|v| v.as_str())
    }

    /// District code `PP.RR.DD`.
    pub fn district_code(&self) -> &str {
        &self.district
    }

    /// Regency code `PP.RR`.
    pub fn regency_code(&self) -> &str {
        self.district.get(..5).unwrap_or_default()
    }

    /// Province code `PP`.
    pub fn province_code(&self) -> &str {
        self.district.get(..2).unwrap_or_default()
    }

    /// Five digits.
    pub fn postcode(&self) -> Option<&str> {
        self.postcode.as_ref().map(|p| p.as_str())
    }

    /// The address on one line, with `district` (a name, or the code) in its place.
    pub fn line(&self, district: &str) -> Zeroizing<String> {
        let mut out = self.street.clone();
        match (self.rt, self.rw) {
            (Some(rt), Some(rw)) => out.push_str(&format!(", RT {rt:03}/RW {rw:03}")),
            (Some(rt), None) => out.push_str(&format!(", RT {rt:03}")),
            (None, Some(rw)) => out.push_str(&format!(", RW {rw:03}")),
            (None, None) => {}
        }
        for part in [self.village(), Some(district)].into_iter().flatten() {
            out.push_str(", ");
            out.push_str(part);
        }
        if let Some(postcode) = self.postcode() {
            out.push(' ');
            out.push_str(postcode);
        }
        out
    }
}

/// `1`, then street, RT, RW, village, district, postcode, each after a unit separator.
impl PersonalValue for Address {
    fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let number = |n: Option<u16>| n.map(|n| n.to_string()).unwrap_or_default();
        let (rt, rw) = (number(self.rt), number(self.rw));
        let parts = [
            self.street(),
            &rt,
            &rw,
            self.village().unwrap_or_default(),
            self.district_code(),
            self.postcode().unwrap_or_default(),
        ];
        let mut out = Zeroizing::new(String::with_capacity(400));
        out.push('1');
        for part in parts {
            out.push(SEPARATOR);
            out.push_str(part);
        }
        Zeroizing::new(out.as_bytes().to_vec())
    }
    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let text = core::str::from_utf8(bytes).ok()?.strip_prefix('1')?.strip_prefix(SEPARATOR)?;
        let mut parts = text.split(SEPARATOR);
        let mut next = || parts.next();
        let input = AddressInput {
            street: next()?,
            rt: next()?,
            rw: next()?,
            village: next()?,
            district: next()?,
            postcode: next()?,
        };
        if parts.next().is_some() {
            return None;
        }
        Self::parse(&input).ok()
    }
    /// One line with the district's code; pages that hold the region data use [`Address::line`].
    fn show(&self) -> Zeroizing<String> {
        self.line(self.district_code())
    }
}

shy!(Address);

impl core::fmt::Debug for AddressInput<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("AddressInput(…)")
    }
}

fn neighbourhood(input: &str, key: &'static str) -> Result<Option<u16>, Refused> {
    let text = input.trim();
    if text.is_empty() {
        return Ok(None);
    }
    if text.len() > 3 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Refused::bound(key, 3));
    }
    // 000 is how forms write "none".
    Ok(text.parse().ok().filter(|n| *n > 0))
}

/// `PP.RR.DD` in digits.
fn is_district_code(code: &str) -> bool {
    code.len() == 8
        && code
            .bytes()
            .enumerate()
            .all(|(at, b)| if at == 2 || at == 5 { b == b'.' } else { b.is_ascii_digit() })
}
