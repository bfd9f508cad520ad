//! `/staff/cases/<id>/files/<file>`: a file of a case, for whoever works on it; a look like any other.

use amanah_domain::{AttachmentId, CaseId};
use axum::extract::Path;

use crate::download::download;
use crate::failure::{Failure, Reply};
use crate::staff::desk::{chosen, desk, refused};
use crate::visitor::Visitor;

pub(crate) async fn take_out(visitor: Visitor, Path((id, file)): Path<(String, String)>) -> Reply {
    let case = CaseId::from_hex(&id).ok_or(Failure::NotFound)?;
    let attachment = AttachmentId::from_hex(&file).ok_or(Failure::NotFound)?;
    let session = visitor.staff()?;
    // Without a purpose in force nothing is opened.
    let Some(chosen) = chosen(&visitor)? else { return visitor.to("/staff") };
    let (role, purpose) = (chosen.role, chosen.purpose());
    match visitor.app.office.open_case_file(session, role, purpose, case, attachment).await {
        Ok(opened) => Ok(download(opened, &file)),
        Err(error) => refused(&visitor, desk(&visitor).await?, error),
    }
}
