## Sentences that the handlers make from the policy in force, and what stands around lists.

help-why-needed = { $why } Needed for: { $purposes }.
help-who-own = You. Staff do not see it.
help-who-staff = You, and staff whose task needs it: { $roles }. Every look stands in your trail.
help-who-with = { $who } It may be passed on to { $recipients }, each time only what is needed.
help-how-long-at-most = At the longest: { $rule }.

notice-says-what = Now your { $now }. Later, when you want to join a batch: { $later }.
notice-says-why = To open your account, check whether you may join, and give you what you are entitled to.
notice-says-with-whom = Where a purpose needs it, with { $recipients }. Each time only what is needed, and you see it in your trail.
notice-says-nobody = With nobody outside.

trail-newer = Newer

data-being-checked = Being checked with the civil registry
data-checked = Matches the civil registry
data-no-match = Does not match the civil registry
data-contested = Staff are looking at it
data-disputed = You said that this is wrong; it is not used until that is settled

rule-fix-numbers = Enter your numbers and birth date
rule-fix-address = Enter your address
rule-fix-work = Enter your work and education

hindrance-profile-incomplete = Something is still missing in your profile.
hindrance-not-eligible = By your data, a rule is not met.
hindrance-other-batch = You have joined another batch that is not drawn yet.
hindrance-already-selected = You have a place already.
hindrance-fix-rules = See which
hindrance-fix-home = To your page

## What keeps a request from being read, and what stands in the way of an act.

fault-rule-utf8 = A field is not UTF-8 text (rule utf8).
fault-rule-field-twice = A field was sent twice (rule field_twice).
fault-rule-choice = The choice that was sent is not one of that form (rule choice).
fault-rule-do = The form did not say what is to be done (rule do).
fault-state = That is not possible now
fault-state-kept = Nothing was changed.
fault-state-do = Go back to the page before and reload it: it shows how things stand.
fault-409 = Somebody changed the same at this moment
fault-409-kept = Your change was not saved, so that it overwrites nothing.
fault-409-do = Go back to the page before, reload it, then make the change again.
fault-415 = We can only read forms
fault-415-kept = Nothing was changed.
fault-415-do = Use the form on the page. Programs send application/x-www-form-urlencoded.

state-batch-closes-later = This batch is still open. It can be closed when its time is over.
state-batch-nobody-entered = Nobody had entered this batch, so there was nothing to draw.
state-batch-not-closed = You can withdraw only between closing and draw.
state-batch-not-drawn = This batch is not drawn yet. The file comes with the draw.
state-batch-not-entered = You are not among the entrants of this batch.
state-batch-not-joined = You have not joined this batch.
state-batch-not-known-yet = The public value is not known yet. Come back when its moment has passed.
state-batch-not-open = This batch is not open.
state-batch-not-planned = This batch is no longer being planned.
state-batch-reveal-may-come = The public value may still come in time.
state-batch-revealed = The public value has been entered already. A batch is never redrawn.
state-case-nik-gone = The NIK of this case was changed meanwhile.
state-contact-taken = The new contact belongs to an account by now. Refuse the request, or ask for another contact.
state-join-profile-incomplete = Something is still missing in your profile. Complete it, then join.
state-join-not-eligible = By your data, a rule is not met. Look at the rules, or ask staff to look.
state-join-other-batch = You have joined another batch that is not drawn yet.
state-join-already-selected = You have a place already.
state-passkeys-max = You have as many passkeys as an account can hold. Remove one first.
state-registry-away = The civil registry does not answer at the moment. We ask again by ourselves.
state-waits-for-correction = The civil registry is asked once the correction of your data is settled.
state-whatsapp-away = WhatsApp does not answer at the moment. We try again by ourselves.
state-whatsapp-not-set-up = WhatsApp is not set up here.
state-relation-nobody = There is nobody with these details.
state-review-not-needed = There is no rule that a human would have to look at.
state-role-held = This person holds the role already.
state-role-not-in-force = This role is not in force.
state-role-not-waiting = This role is not waiting for approval.
state-role-own-grant = Another administrator approves a role that you granted.
state-staff-address-taken = This address belongs to another account.
state-staff-admin-exists = There is an administrator already. They invite the others.
state-staff-admins-approve = Only administrators approve roles.
state-stale-sign-in = For this, sign in again: your sign-in is older than 15 minutes.
