//! `/privacy`: the policy in force; every older version by its number, and the exact text of each by its
//! number or by the hash that stands in the records.

use amanah_pages::public::{PolicyVersion, Privacy};
use axum::extract::Path;
use axum::http::header;
use axum::response::IntoResponse;

use crate::failure::{Failure, Reply};
use crate::visitor::Visitor;

async fn others(visitor: &Visitor, shown: u32) -> Result<Vec<PolicyVersion>, Failure> {
    let office = &visitor.app.office;
    let here = PolicyVersion { version: office.policy.version(), effective: office.policy.effective() };
    let older = office.older_policies().await?;
    let older = older.into_iter().map(|day| PolicyVersion { version: day.version, effective: day.effective });
    Ok(core::iter::once(here).chain(older).filter(|v| v.version != shown).collect())
}

pub(crate) async fn privacy(visitor: Visitor) -> Reply {
    let policy = &visitor.app.office.policy;
    let versions = others(&visitor, policy.version()).await?;
    visitor.page(&Privacy::of(visitor.frame(), policy, true, versions))
}

fn number(text: &str) -> Result<u32, Failure> {
    text.parse().map_err(|_| Failure::NotFound)
}

pub(crate) async fn version(visitor: Visitor, Path(wanted): Path<String>) -> Reply {
    let (office, wanted) = (&visitor.app.office, number(&wanted)?);
    let Some(policy) = office.policy_of_version(wanted).await? else {
        return visitor.to(&format!("/privacy/versions/{wanted}/policy.toml"));
    };
    let versions = others(&visitor, wanted).await?;
    visitor.page(&Privacy::of(visitor.frame(), &policy, wanted == office.policy.version(), versions))
}

fn text(text: String) -> Reply {
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response())
}

pub(crate) async fn text_of_version(visitor: Visitor, Path(wanted): Path<String>) -> Reply {
    text(visitor.app.office.policy_text_of_version(number(&wanted)?).await?)
}

pub(crate) async fn text_of_hash(visitor: Visitor, Path(hash): Path<String>) -> Reply {
    text(visitor.app.office.policy_text_of_hash(&hash).await?)
}
