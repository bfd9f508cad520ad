//! When there is live chat, as the programme says: days, hours, how long somebody waits, how many an agent
//! takes.

use amanah_domain::Timestamp;
use serde::Deserialize;

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// The programme's rules of live chat.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChatRules {
    /// Monday first: whether there is chat on that day.
    pub days: [bool; 7],
    /// Minutes after midnight from which there is, in the zone of the programme.
    pub opens: u16,
    /// Minutes after midnight until which there is.
    pub closes: u16,
    /// Minutes that somebody waits, at most; then it is an ordinary case.
    pub wait_minutes: i64,
    /// Chats that one agent has at the same time, at most.
    pub per_agent_max: u32,
}

/// As it stands in `programme.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChatData {
    days: Vec<String>,
    opens: String,
    closes: String,
    wait_minutes: i64,
    per_agent_max: u32,
}

impl ChatRules {
    /// No chat: what is said by it is an ordinary case.
    pub const CLOSED: Self =
        Self { days: [false; 7], opens: 0, closes: 0, wait_minutes: 1, per_agent_max: 1 };

    pub(crate) fn parse(data: &ChatData) -> Result<Self, String> {
        let mut rules = Self {
            days: [false; 7],
            opens: minutes("opens", &data.opens)?,
            closes: minutes("closes", &data.closes)?,
            wait_minutes: data.wait_minutes,
            per_agent_max: data.per_agent_max,
        };
        for day in &data.days {
            let place = DAYS.iter().position(|known| known == day).and_then(|at| rules.days.get_mut(at));
            *place.ok_or_else(|| format!("programme.toml: chat.days: {day:?} is none of {DAYS:?}"))? = true;
        }
        if rules.opens >= rules.closes {
            return Err("programme.toml: chat.opens must be before chat.closes".to_owned());
        }
        if !(1..=120).contains(&rules.wait_minutes) || !(1..=12).contains(&rules.per_agent_max) {
            return Err(
                "programme.toml: chat.wait_minutes is 1 to 120, chat.per_agent_max 1 to 12".to_owned()
            );
        }
        Ok(rules)
    }

    /// Whether there is chat now.
    pub fn is_open(&self, now: Timestamp, zone_hours: i8) -> bool {
        let local = now.at(zone_hours);
        let day = usize::try_from(local.weekday().to_monday_zero_offset()).unwrap_or_default();
        let minute = u16::from(local.hour().unsigned_abs()) * 60 + u16::from(local.minute().unsigned_abs());
        self.days.get(day).copied().unwrap_or_default() && (self.opens..self.closes).contains(&minute)
    }
}

fn minutes(name: &str, text: &str) -> Result<u16, String> {
    let parsed = text.split_once(':').and_then(|(hours, minutes)| {
        let (hours, minutes) = (hours.parse::<u16>().ok()?, minutes.parse::<u16>().ok()?);
        (hours <= 24 && minutes < 60 && hours * 60 + minutes <= 24 * 60).then_some(hours * 60 + minutes)
    });
    parsed.ok_or_else(|| format!("programme.toml: chat.{name}: {text:?} is no time as in \"08:00\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn data(days: &[&str], opens: &str, closes: &str) -> ChatData {
        ChatData {
            days: days.iter().map(|day| (*day).to_owned()).collect(),
            opens: opens.to_owned(),
            closes: closes.to_owned(),
            wait_minutes: 5,
            per_agent_max: 4,
        }
    }

    #[test]
    fn hours_are_those_of_the_wall() {
        let rules = ChatRules::parse(&data(&["mon", "sun"], "08:00", "20:00")).unwrap();
        // Sunday, 22 November 2026, 10.00 in Jakarta.
        let sunday = Timestamp::from_millis(1_795_316_400_000);
        assert!(rules.is_open(sunday, 7));
        assert!(rules.is_open(sunday.plus_seconds(9 * 3_600 + 3_599), 7), "19.59");
        assert!(!rules.is_open(sunday.plus_hours(10), 7), "20.00");
        assert!(!rules.is_open(sunday.plus_hours(-3), 7), "07.00");
        assert!(rules.is_open(sunday.plus_hours(22), 7), "Monday, 08.00, which is 01.00 in UTC");
        assert!(!rules.is_open(sunday.plus_hours(48), 7), "Tuesday");
        assert!(!ChatRules::CLOSED.is_open(sunday, 7));
    }

    #[test]
    fn what_makes_no_sense_is_said() {
        for (days, opens, closes) in
            [(["moon"], "08:00", "20:00"), (["mon"], "8", "20:00"), (["mon"], "20:00", "08:00")]
        {
            let error = ChatRules::parse(&data(&days, opens, closes)).unwrap_err();
            assert!(error.starts_with("programme.toml: chat."), "{error}");
        }
    }
}
