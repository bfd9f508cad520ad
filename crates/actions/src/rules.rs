//! Eligibility rules as the programme states them: CEL expressions over declared fields. Everything that
//! can be wrong with a rule is found when the programme is loaded; whatever goes wrong later makes
//! the question a human's.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use amanah_domain::purposes::AssessEligibility;
use amanah_domain::states::{EligibilityState, IdentityState};
use amanah_domain::{FieldId, FieldSet, Purpose};
use cel::{Context, Program, Value};
use serde::Deserialize;

#[cfg(test)]
mod tests;

/// Subject of a case about the assessment as a whole: where the person objects to a machine deciding, or
/// disputes a value.
pub(crate) const WHOLE: &str = "all";

/// Rules of a programme, at most.
pub const RULES_MAX: usize = 64;
/// Bytes of an expression, at most.
pub const EXPRESSION_BYTES_MAX: usize = 2_000;

/// Signs of an expression that may lie inside each other, at most: the parser goes down a level for each.
pub const EXPRESSION_LEVELS_MAX: usize = 48;
/// Stack of the parser: without optimisation a level takes some 100 kB.
const PARSER_STACK_BYTES: usize = 64 << 20;

/// What an expression may speak of, and the field that a rule must declare for it.
const VARIABLES: &[(&str, Option<FieldId>)] = &[
    ("age", Some(FieldId::BirthDate)),
    ("occupation", Some(FieldId::Occupation)),
    ("education", Some(FieldId::Education)),
    ("in_formal_education", Some(FieldId::Education)),
    ("household_place", Some(FieldId::Kk)),
    ("kk_people_max", None),
    ("identity", Some(FieldId::Nik)),
    ("had_benefit_before", Some(FieldId::Nik)),
];

/// What an expression may call beside the operators. No macros: their own variables would look like
/// misspelt ones.
const FUNCTIONS: &[&str] = &["size", "contains", "startsWith", "endsWith", "matches", "int", "string"];

/// A rule as it stands in `programme.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleData {
    /// Its id, in words and cases.
    pub id: String,
    /// The fields it looks at, by their names in the register.
    pub fields: Vec<String>,
    /// True where the rule is met.
    pub met: String,
    /// True where a human decides.
    #[serde(default)]
    pub human: Option<String>,
}

/// What a rule says of a person.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RuleOutcome {
    /// Met.
    Met,
    /// Not met.
    NotMet,
    /// Only a human may decide, or the rule could not be worked out.
    Human,
    /// These fields are missing to tell.
    Missing(FieldSet),
}

/// What the rules of a person are worked out from. Personal: it shows itself to nobody.
pub(crate) struct RuleValues {
    pub(crate) age: Option<i64>,
    pub(crate) occupation: Option<&'static str>,
    pub(crate) education: Option<&'static str>,
    pub(crate) in_formal_education: Option<bool>,
    pub(crate) household_place: Option<i64>,
    pub(crate) kk_people_max: i64,
    pub(crate) identity: IdentityState,
    pub(crate) had_benefit_before: Option<bool>,
}

impl RuleValues {
    fn of(&self, variable: &str) -> Option<Value> {
        let text = |s: &'static str| Value::from(s);
        match variable {
            "age" => self.age.map(Value::Int),
            "occupation" => self.occupation.map(text),
            "education" => self.education.map(text),
            "in_formal_education" => self.in_formal_education.map(Value::Bool),
            "household_place" => self.household_place.map(Value::Int),
            "kk_people_max" => Some(Value::Int(self.kk_people_max)),
            "identity" => (self.identity != IdentityState::None).then(|| text(self.identity.name())),
            "had_benefit_before" => self.had_benefit_before.map(Value::Bool),
            _ => None,
        }
    }

    /// A variable as the person reads it: a number, a name in files, `true` or `false`.
    pub(crate) fn shown(&self, variable: &str) -> Option<String> {
        match self.of(variable)? {
            Value::Int(n) => Some(n.to_string()),
            Value::Bool(b) => Some(b.to_string()),
            Value::String(s) => Some((*s).clone()),
            _ => None,
        }
    }
}

/// A rule, compiled.
pub struct Rule {
    id: String,
    fields: FieldSet,
    variables: Vec<&'static str>,
    met: Program,
    human: Option<Program>,
}

impl Rule {
    /// Its id: its words are `rule-<id>`.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The fields it looks at.
    pub fn fields(&self) -> FieldSet {
        self.fields
    }

    /// What its expressions speak of.
    pub(crate) fn variables(&self) -> &[&'static str] {
        &self.variables
    }

    pub(crate) fn evaluate(&self, values: &RuleValues) -> RuleOutcome {
        let missing = VARIABLES
            .iter()
            .filter(|(name, _)| self.variables.contains(name) && values.of(name).is_none())
            .filter_map(|(_, field)| *field);
        let missing = FieldSet::of(&missing.collect::<Vec<_>>());
        if !missing.is_empty() {
            return RuleOutcome::Missing(missing);
        }
        let mut context = Context::default();
        for name in &self.variables {
            if let Some(value) = values.of(name) {
                context.add_variable_from_value(*name, value);
            }
        }
        let human = self.human.as_ref().map(|human| truth(human, &context));
        if human.is_some_and(|answer| answer != Some(false)) {
            return RuleOutcome::Human;
        }
        match truth(&self.met, &context) {
            Some(true) => RuleOutcome::Met,
            Some(false) => RuleOutcome::NotMet,
            None => RuleOutcome::Human,
        }
    }
}

/// `None` for an error or anything but true and false. The library's own failures must not end a job,
/// and what it would say of them quotes values.
fn truth(program: &Program, context: &Context) -> Option<bool> {
    match catch_unwind(AssertUnwindSafe(|| program.execute(context))) {
        Ok(Ok(Value::Bool(answer))) => Some(answer),
        _ => None,
    }
}

/// The rules of a programme, compiled.
pub struct Rules(Vec<Rule>);

impl Rules {
    /// Compiles and checks the rules.
    ///
    /// # Errors
    /// A sentence that names the rule and what to mend.
    pub fn compile(rules: &[RuleData]) -> Result<Self, String> {
        if rules.len() > RULES_MAX {
            return Err(format!(
                "programme.toml: {} rules, {RULES_MAX} is the most (rules_max)",
                rules.len()
            ));
        }
        let mut out: Vec<Rule> = Vec::with_capacity(rules.len());
        for data in rules {
            let rule =
                compile(data).map_err(|what| format!("programme.toml: rule \"{}\": {what}", data.id))?;
            if out.iter().any(|other| other.id == rule.id) {
                return Err(format!(
                    "programme.toml: rule \"{}\": there are two rules of this name",
                    rule.id
                ));
            }
            out.push(rule);
        }
        Ok(Self(out))
    }

    /// Each rule, in the programme's order.
    pub fn iter(&self) -> impl Iterator<Item = &Rule> {
        self.0.iter()
    }

    /// A rule by its id.
    pub fn get(&self, id: &str) -> Option<&Rule> {
        self.0.iter().find(|rule| rule.id == id)
    }

    /// The fields that all rules together look at.
    pub fn fields(&self) -> FieldSet {
        self.0.iter().fold(FieldSet::EMPTY, |set, rule| set.either(rule.fields))
    }
}

/// All outcomes together: a rule that is not met decides, then what is missing, then what waits for a
/// human.
pub fn overall(outcomes: impl IntoIterator<Item = RuleOutcome>) -> EligibilityState {
    let (mut missing, mut human) = (false, false);
    for outcome in outcomes {
        match outcome {
            RuleOutcome::NotMet => return EligibilityState::NotEligible,
            RuleOutcome::Missing(_) => missing = true,
            RuleOutcome::Human => human = true,
            RuleOutcome::Met => {}
        }
    }
    match (missing, human) {
        (true, _) => EligibilityState::Open,
        (false, true) => EligibilityState::Review,
        (false, false) => EligibilityState::Eligible,
    }
}

fn compile(data: &RuleData) -> Result<Rule, String> {
    let named = data.id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if data.id.is_empty() || data.id.len() > 60 || !named || data.id == WHOLE {
        return Err("its id must be 1 to 60 small letters, digits and hyphens, and not \"all\"".to_owned());
    }
    let mut fields = FieldSet::EMPTY;
    for name in &data.fields {
        let field = FieldId::from_name(name).ok_or_else(|| format!("there is no field \"{name}\""))?;
        if !AssessEligibility::reads().contains(field) {
            return Err(format!("eligibility may not look at the field \"{name}\""));
        }
        fields = fields.with(field);
    }
    let mut variables = Vec::new();
    let met = program("met", &data.met, fields, &mut variables)?;
    let human = match &data.human {
        Some(text) => Some(program("human", text, fields, &mut variables)?),
        None => None,
    };
    Ok(Rule { id: data.id.clone(), fields, variables, met, human })
}

fn program(
    which: &str,
    text: &str,
    fields: FieldSet,
    variables: &mut Vec<&'static str>,
) -> Result<Program, String> {
    if text.len() > EXPRESSION_BYTES_MAX {
        return Err(format!(
            "\"{which}\" is longer than {EXPRESSION_BYTES_MAX} bytes (expression_bytes_max)"
        ));
    }
    if text.bytes().filter(|b| b"([{!-?".contains(b)).count() > EXPRESSION_LEVELS_MAX {
        return Err(format!(
            "\"{which}\" has more than {EXPRESSION_LEVELS_MAX} brackets and signs (expression_levels_max)"
        ));
    }
    let source = text.to_owned();
    let parsing = thread::Builder::new()
        .stack_size(PARSER_STACK_BYTES)
        .spawn(move || Program::compile(&source).map_err(|error| error.to_string()))
        .map_err(|e| format!("\"{which}\" cannot be read: {e}"))?;
    let program = match parsing.join() {
        Ok(Ok(program)) => program,
        Ok(Err(error)) => {
            // The parser draws a picture over several lines; the first says where and what.
            let first = error.lines().next().unwrap_or_default();
            let told = first.trim_start_matches("ERROR: <input>:");
            return Err(format!("\"{which}\" is not an expression, at {told}"));
        }
        Err(_) => return Err(format!("\"{which}\" is not an expression that can be read")),
    };
    let references = program.references();
    let mut names = references.variables();
    names.sort_unstable();
    for name in names {
        let Some((known, field)) = VARIABLES.iter().find(|(known, _)| *known == name) else {
            return Err(format!("\"{which}\" speaks of \"{name}\", which does not exist"));
        };
        if let Some(field) = field.filter(|field| !fields.contains(*field)) {
            return Err(format!(
                "\"{which}\" speaks of \"{name}\", so \"{}\" must stand among its fields",
                field.name()
            ));
        }
        if !variables.contains(known) {
            variables.push(known);
        }
    }
    // Operators are functions too, under names that no one can write: `_>_`, `@in`.
    let written = |name: &&str| name.bytes().all(|b| b.is_ascii_alphanumeric());
    let unknown = references.functions().into_iter().filter(written).find(|name| !FUNCTIONS.contains(name));
    if let Some(name) = unknown {
        return Err(format!("\"{which}\" calls \"{name}\", which does not exist"));
    }
    Ok(program)
}
