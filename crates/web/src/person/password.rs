//! `/me/security/password`.

use amanah_actions::ActionError;
use amanah_actions::person::password::PASSWORD_CHARS_MIN;
use amanah_domain::FieldId;
use amanah_pages::FormView;
use amanah_pages::person::SetPassword;

use crate::failure::Reply;
use crate::form::Fields;
use crate::help::refill;
use crate::visitor::Visitor;

async fn show(visitor: &Visitor, form: FormView<'_>, wrong: bool) -> Reply {
    let view = visitor.app.office.view_security(visitor.person()?).await?;
    let held = view.looked.fields().contains(FieldId::PasswordHash);
    let page = SetPassword { frame: visitor.frame(), form, chars_min: PASSWORD_CHARS_MIN, held };
    if wrong { visitor.again(&page) } else { visitor.page(&page) }
}

pub(crate) async fn form(visitor: Visitor) -> Reply {
    show(&visitor, visitor.frame().form(), false).await
}

pub(crate) async fn submit(visitor: Visitor, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    match visitor.app.office.set_password(visitor.person()?, fields.get("password").to_owned()).await {
        Ok(()) => visitor.to("/me/security"),
        Err(ActionError::Input(errors)) => {
            show(&visitor, refill(visitor.frame().form(), &fields, &errors), true).await
        }
        Err(other) => Err(other.into()),
    }
}

pub(crate) async fn remove(visitor: Visitor, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    visitor.app.office.remove_password(visitor.person()?).await?;
    visitor.to("/me/security")
}
