//! `/me/cases/<id>/files`: the person adds files to their case, and takes them out again as a download.

use amanah_actions::ActionError;
use amanah_domain::cases::CaseState;
use amanah_domain::{AttachmentId, CaseId};
use amanah_pages::FormView;
use amanah_pages::person::AddFiles;
use axum::extract::Path;

use crate::download::download;
use crate::failure::{Failure, Reply};
use crate::help::refill;
use crate::upload::Upload;
use crate::visitor::Visitor;

fn case_id(text: &str) -> Result<CaseId, Failure> {
    CaseId::from_hex(text).ok_or(Failure::NotFound)
}

async fn show(visitor: &Visitor, case: CaseId, form: FormView<'_>) -> Reply {
    let found = visitor.app.office.files_wanted(visitor.person()?, case).await?;
    if !found.state.is_open() {
        return Err(Failure::State("case-ended"));
    }
    let wrong = !form.errors.is_empty();
    let page = AddFiles {
        frame: visitor.frame(),
        form,
        case: case.to_hex(),
        number: found.number,
        waits: found.state == CaseState::Waiting,
    };
    if wrong { visitor.again(&page) } else { visitor.page(&page) }
}

pub(crate) async fn form(visitor: Visitor, Path(id): Path<String>) -> Reply {
    show(&visitor, case_id(&id)?, visitor.frame().form()).await
}

pub(crate) async fn submit(visitor: Visitor, Path(id): Path<String>, upload: Upload) -> Reply {
    let Upload { fields, files, .. } = upload;
    visitor.check_csrf(fields.get("csrf"))?;
    let case = case_id(&id)?;
    match visitor.app.office.attach(visitor.person()?, case, files).await {
        Ok(()) => visitor.to(&format!("/me/cases/{id}")),
        Err(ActionError::Input(errors)) => {
            show(&visitor, case, refill(visitor.frame().form(), &fields, &errors)).await
        }
        Err(other) => Err(other.into()),
    }
}

pub(crate) async fn take_out(visitor: Visitor, Path((id, file)): Path<(String, String)>) -> Reply {
    let attachment = AttachmentId::from_hex(&file).ok_or(Failure::NotFound)?;
    let opened = visitor.app.office.open_own_file(visitor.person()?, case_id(&id)?, attachment).await?;
    Ok(download(opened, &file))
}
