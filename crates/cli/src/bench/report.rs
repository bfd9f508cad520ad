//! One shape for every figure.

use serde::Serialize;

use crate::output::say;

/// One figure.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Figure {
    /// What was measured.
    pub(crate) name: String,
    /// On which engine.
    pub(crate) engine: String,
    /// How many at a time.
    pub(crate) clients: usize,
    /// The figure.
    pub(crate) value: f64,
    /// Of what.
    pub(crate) unit: String,
    /// The same by the bare engine, in the same run; 0 where there is none.
    pub(crate) ceiling: f64,
    /// value / ceiling; 0 where there is none.
    pub(crate) ratio: f64,
}

impl Figure {
    /// A figure beside its ceiling.
    pub(crate) fn new(
        name: &str,
        engine: &str,
        clients: usize,
        value: f64,
        unit: &str,
        ceiling: f64,
    ) -> Self {
        Self {
            name: name.to_owned(),
            engine: engine.to_owned(),
            clients,
            value,
            unit: unit.to_owned(),
            ceiling,
            ratio: if ceiling > 0.0 { value / ceiling } else { 0.0 },
        }
    }
}

/// Prints figures as a table or as JSON lines.
pub(crate) fn print(figures: &[Figure], json: bool) {
    if json {
        for figure in figures {
            say(serde_json::to_string(figure).unwrap_or_default());
        }
        return;
    }
    say(format!(
        "{:<34} {:<9} {:>7} {:>12} {:<8} {:>12} {:>6}",
        "what", "engine", "clients", "value", "unit", "ceiling", "ratio"
    ));
    for f in figures {
        let (ceiling, ratio) = if f.ceiling > 0.0 {
            (format!("{:.0}", f.ceiling), format!("{:.2}", f.ratio))
        } else {
            ("-".to_owned(), "-".to_owned())
        };
        let value = if f.value < 100.0 { format!("{:.2}", f.value) } else { format!("{:.0}", f.value) };
        say(format!(
            "{:<34} {:<9} {:>7} {:>12} {:<8} {:>12} {:>6}",
            f.name, f.engine, f.clients, value, f.unit, ceiling, ratio
        ));
    }
}

/// The middle one of an odd number of measurements.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}
