//! Tasks: which world, which goal, which seed.
//!
//! A template is named `env/template@version`; the version rises whenever the same seed can give different bytes.
//! A task is a template with a seed and, where a template takes them, parameters; it names one exact start.

use crate::chance::Seed;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::{collections::BTreeMap, fmt, str::FromStr};

/// `env/template@version`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TemplateId {
    env: String,
    template: String,
    version: u32,
}

/// Why a text is not a template id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a template id: {}", self.help())]
pub struct BadTemplateId {
    /// The text as given, shortened to 80 characters.
    pub text: String,
}

impl BadTemplateId {
    fn help(&self) -> String {
        let versioned = format!("{}@1", self.text);
        match versioned.parse::<TemplateId>() {
            Ok(_) => format!(
                "it names no version; expected `env/template@version`, such as `{versioned}` \
                 (`registry::Registry::select` finds the version there is)"
            ),
            Err(_) => "expected `env/template@version`, such as `shop/compare@1`".into(),
        }
    }
}

impl TemplateId {
    /// The id of `template` of environment `env`.
    ///
    /// # Errors
    /// If a part is empty or holds anything but `a-z 0-9 -`, or the version is 0.
    pub fn new(env: &str, template: &str, version: u32) -> Result<Self, BadTemplateId> {
        let good = |s: &str| {
            !s.is_empty()
                && s.bytes()
                    .all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'))
        };
        if good(env) && good(template) && version > 0 {
            Ok(Self {
                env: env.into(),
                template: template.into(),
                version,
            })
        } else {
            Err(BadTemplateId {
                text: format!("{env}/{template}@{version}")
                    .chars()
                    .take(80)
                    .collect(),
            })
        }
    }

    /// The environment's name.
    #[must_use]
    pub fn env(&self) -> &str {
        &self.env
    }

    /// The template's name within its environment.
    #[must_use]
    pub fn template(&self) -> &str {
        &self.template
    }

    /// The version, from 1.
    #[must_use]
    pub fn version(&self) -> u32 {
        self.version
    }
}

impl fmt::Display for TemplateId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}@{}", self.env, self.template, self.version)
    }
}

impl FromStr for TemplateId {
    type Err = BadTemplateId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bad = || BadTemplateId {
            text: text.chars().take(80).collect(),
        };
        let (env, rest) = text.split_once('/').ok_or_else(bad)?;
        let (template, version) = rest.split_once('@').ok_or_else(bad)?;
        let number = version.parse().map_err(|_| bad())?;
        // `+1` and `01` parse as numbers but are not how an id is written.
        if version != u32::to_string(&number) {
            return Err(bad());
        }
        Self::new(env, template, number).map_err(|_| bad())
    }
}

impl Serialize for TemplateId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TemplateId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

/// One exact start: a template, a seed and the template's parameters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// Which template.
    pub template: TemplateId,
    /// What the template draws from.
    pub seed: Seed,
    /// Parameters the template takes beside the seed, by name; most take none.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub parameters: BTreeMap<String, String>,
}

impl Task {
    /// The task of `template` with `seed` and no parameters.
    #[must_use]
    pub fn new(template: TemplateId, seed: Seed) -> Self {
        Self {
            template,
            seed,
            parameters: BTreeMap::new(),
        }
    }

    /// The stream named `label` of this task: drawn from the seed, the template and its version.
    #[must_use]
    pub fn stream(&self, label: &str) -> crate::chance::RngRef {
        self.seed.stream(&format!("{}:{label}", self.template))
    }
}

impl Task {
    /// Where the chance of rollout `rollout` of this task begins.
    #[must_use]
    pub fn dynamics(&self, rollout: u32) -> crate::chance::RngRef {
        self.stream("dynamics").branch(u64::from(rollout))
    }
}

/// Which part of the instances a task belongs to.
///
/// Seeds are split by value: of every 10 consecutive seeds, 8 train, 1 validates, 1 tests. Whole templates can be held
/// out as well; that is a choice of the run, not of the seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Split {
    /// For learning.
    Train,
    /// For choosing.
    Validation,
    /// For reporting.
    Test,
}

impl Split {
    /// All splits, in order.
    pub const ALL: [Split; 3] = [Split::Train, Split::Validation, Split::Test];

    /// The split of an instance seed.
    #[must_use]
    pub fn of(seed: Seed) -> Self {
        match seed.0 % 10 {
            8 => Split::Validation,
            9 => Split::Test,
            _ => Split::Train,
        }
    }
}

impl fmt::Display for Split {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Split::Train => "train",
            Split::Validation => "validation",
            Split::Test => "test",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_round_trip_and_bad_ones_are_refused() {
        let id: TemplateId = "shop/compare@12".parse().unwrap();
        assert_eq!(
            (id.env(), id.template(), id.version()),
            ("shop", "compare", 12)
        );
        assert_eq!(id.to_string(), "shop/compare@12");
        for bad in [
            "",
            "shop",
            "shop/compare",
            "shop/@1",
            "/x@1",
            "a/b@0",
            "a/b@+1",
            "a/b@01",
            "A/b@1",
            "a/b/c@1",
        ] {
            assert!(bad.parse::<TemplateId>().is_err(), "{bad}");
        }
    }

    #[test]
    fn an_id_without_a_version_is_told_what_it_lacks() {
        let said = "shop/buy".parse::<TemplateId>().unwrap_err().to_string();
        assert!(said.contains("names no version"), "{said}");
        assert!(said.contains("`shop/buy@1`"), "{said}");
        let said = "buy".parse::<TemplateId>().unwrap_err().to_string();
        assert!(!said.contains("names no version"), "{said}");
    }

    #[test]
    fn of_ten_seeds_eight_train_one_validates_one_tests() {
        let count = |split| (30..40).filter(|&s| Split::of(Seed(s)) == split).count();
        assert_eq!(Split::ALL.map(count), [8, 1, 1]);
    }
}
