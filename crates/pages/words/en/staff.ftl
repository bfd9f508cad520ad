## Looking somebody up

find-by = Find by
find-nik = NIK
find-phone = Mobile number
find-email = E-mail address
find-value = Number or address
find-value-hint = Whole and exact. Parts of it find nobody.
look-up-title = Look somebody up
look-up-reason = Why do you look at this person’s data?
look-up-reason-hint = One sentence. The person will read this reason in their trail.
look-up-send = Find and open
look-up-recorded = The look-up is written down first, also where nobody matches.
look-up-none = Nobody matches.
look-up-none-recorded = This look-up is on record, { $at }.
look-up-none-do = Check the digits together with the person, or try another way. They may not have registered yet.
look-up-closed = Looking people up is closed until you choose a purpose that opens their data.
refused-look-reason = Write why you need to see these data.

opened-from = { $source }, { $at }
opened-empty = Not filled in
opened-closed = Closed: not for this purpose
opened-disputed = Disputed by the person

person-title = One participant’s data
person-back = Look somebody else up
person-in-trail = The person sees this in their trail:
person-reason = Your reason: “{ $reason }”
person-data = Data
person-status = Status
person-rules = Rules of the programme
person-cases = Cases
person-no-cases = No cases.
person-batches = Batches
person-no-batches = Has not joined a batch yet.

## Cases

cases-title = Queue of cases
filter-all = All
cases-none = There is no such case. The queue is empty.
cases-none-at-all = There are no cases yet.
cases-total =
    { $n ->
        [one] 1 case
       *[other] { $n } cases, the most urgent first
    }
cases-clock = Time
cases-kind = Kind
cases-state = State
cases-shut = Your own, or of somebody you know. A colleague handles it.
cases-pages = Pages of the queue
case-left = { $span } left
case-late = { $span } late
case-since = waiting { $span }
paging-here = Page { $page } of { $pages }
paging-next = Next
paging-before = Previous
case-back = Queue
case-opened = Opened { $at }.
case-due = To be decided before { $at }.
case-own = This is your own case.
case-related = You declared a relation to this person.
case-colleague = A colleague opens and decides it.
case-not-for-this = The purpose in force does not decide this case.
case-data-shut = This person’s data and statement are closed to you.
case-about = What is to be decided
case-question-eligibility = The system cannot decide this rule by itself, or the person asked for a human.
case-question-identity = Two people claim the same NIK. Neither may learn anything about the other.
case-question-contact-change = Somebody says that they lost every way to receive a code. What stands on an identity card may be known to others too: grant only if what they say convinces you as well.
case-statement = What the person says
case-decide = Your decision
case-decision = Decision
case-grant = Grant
case-refuse = Refuse
case-grant-eligibility = This rule counts as met. The person can join a batch if the other rules are met too.
case-refuse-eligibility = This rule counts as not met. The person can answer this decision.
case-grant-identity = The NIK belongs to this person.
case-refuse-identity = The NIK does not belong to this person. They are asked to check their NIK.
case-grant-contact-change = The new contact takes effect after the waiting time. The old one is told.
case-refuse-contact-change = The old contact stays in force. 72 hours after the request, the new one hears only that it could not be confirmed.
case-reason = Reason
case-reason-hint = The person reads it. Write what you checked and what they can do. Name no data of anybody else.
case-reason-hint-contact = Stays in this case; no letter quotes it. Write what you checked.
claim-title = Compared by the system
claim-what = You see whether it matches the account, not the data themselves.
claim-same = Matches
claim-differs = Differs
claim-not = Could not be compared
claim-nik = Belongs to the account ({ $identity })
claim-since = Registered
claim-to = New contact
claim-taken = Belongs to an account already, so it cannot be put in force
case-send = Send the decision
case-final = The decision takes effect at once, and the person is told.
case-by-you = Decided by you.
case-by-colleague = Decided by a colleague.
case-in-trail = Your look at these data stands in the person’s trail.
refused-case-reason = Write a reason that the person can understand.

## Batches

batches-title = Batches
batches-plan = Plan a batch
batches-plan-closed = Planning a batch is closed for this role or purpose.
batches-none = There are no batches yet.
batches-batch = Batch
batches-number = Batch { $number }
batches-opens = Opens
batches-closes = Closes
batches-joined = Joined
batches-quota = Places

plan-title = Plan a batch
plan-lead = This will be batch { $number }. The secret seed of the draw is made now, and its hash is written into the ledger at once.
plan-quota = Number of places
plan-opens = Opens
plan-closes = Closes
plan-zone = Western Indonesian time (WIB).
plan-source = Source of the public value
plan-source-hint = A value that nobody knows yet, that we cannot influence, and that everybody can check. Name the publisher, the date and how to read it.
plan-known = When the value will be known
plan-known-hint = WIB. After the batch closes.
plan-fixed = Places, times and the source cannot be changed once saved.
plan-never-again = A batch is drawn once. If the value is not entered within { $hours } hours after it is known, that is published and the batch is not redrawn.
plan-send = Save and commit
refused-plan-order = The batch must close after it opens.
refused-plan-past = Choose a time that has not passed.
refused-plan-known = The public value must become known only after the batch closes.
refused-quota = Enter the number of places, 1 to { $bound }.
refused-moment-opens = Enter when the batch opens: date and time, such as 2026-11-22T10:30.
refused-moment-closes = Enter when the batch closes: date and time, such as 2026-11-22T10:30.
refused-moment-known = Enter when the value will be known: date and time, such as 2026-11-22T10:30.
refused-plan-source = Name the source of the public value.

batch-steps = Life of the batch
batch-life-planned = Planned
batch-life-open = Open
batch-life-closed = Closed
batch-life-drawn = Drawn
batch-life-failed = Not drawn
batch-next = Next step
batch-step-not-for-this = Running batches is closed for this role or purpose.
batch-step-open = The batch can be opened. The hash of the seed is in the ledger.
batch-step-close = It is time to close. Closing locks the list of entrants.
batch-step-reveal = The public value is known. Enter it; then the draw runs and the result is published.
batch-step-late = The time for entering the value is over. Enter it now, or publish that it did not come.
batch-step-wait-open = Waiting for the opening time.
batch-step-wait-close = People are joining and leaving. Waiting for the closing time.
batch-step-wait-value = The entrants are locked. Waiting for the public value.
batch-step-over = Finished. The result is published and anybody can check it.
batch-step-failed = The value did not come in time. This has been published.
batch-open = Open the batch
batch-close = Close and lock the entrants
batch-close-warning = Once it is closed nobody can join any more, and the list of entrants cannot be changed.
batch-value = Public value
batch-value-hint = Exactly as it was published at the source above.
batch-once = Check twice. The draw happens once and is never repeated, not even for a typing mistake.
batch-reveal = Reveal the seed and draw
batch-fail-title = The value did not come
batch-fail-what = This is published for everybody. The batch ends without a result and is not redrawn; entrants can join the next one.
batch-fail = Publish that the value did not come
batch-never = A batch is never redrawn. Each step stands in the ledger.
batch-ready = ({ $n } verified and eligible)
batch-entrants = In the draw
batch-known = Public value known
batch-reveal-by = Value to be entered by
batch-drawn-at = Drawn
batch-failed-at = Published as not drawn
batch-committed = What is locked
batch-seed = Hash of the secret seed (SHA-256)
batch-entrants-hash = Hash of the list of entrants (SHA-256)
batch-not-yet = Locked when the batch closes
batch-source = Source of the public value
batch-public-page = The page for everybody

## Numbers

counts-title = Numbers of today
numbers-counted = Counted { $at }. Counts alone: nobody’s data were opened.
numbers-registered = Registered today
numbers-joined = Joined a batch today
numbers-cases = Open cases
numbers-looks = Looks at data by staff today
numbers-more = { $n } more than yesterday at this time
numbers-fewer = { $n } fewer than yesterday at this time
numbers-same = As yesterday at this time
numbers-before-mark = 14 days before
numbers-days = Registrations a day
numbers-days-total = { $now } in 14 days; { $before } in the 14 days before. Today is not over.
numbers-days-desc = Bar chart of 14 days. Highest on { $day } with { $n } people. The figures are in the table below.
numbers-day = Day
numbers-now = These 14 days
numbers-earlier = Before
numbers-funnel = How far they got
numbers-funnel-what = Of those who registered in the last 14 days.
numbers-funnel-desc = Bar chart of five steps. { $share } of those who registered have joined a batch. The figures are in the table below.
numbers-step = Step
numbers-share = Share
funnel-registered = Registered
funnel-given = Gave their NIK
funnel-verified = NIK verified
funnel-eligible = Eligible
funnel-joined = Joined a batch
numbers-provinces = Participants by province
numbers-provinces-desc = Bar chart of ten provinces. Most in { $name } with { $n } people. The figures are in the table below.
numbers-provinces-none = Nobody has given an address yet.
numbers-province = Province
numbers-present = Now
numbers-ago = 14 days ago
numbers-other-provinces =
    { $n ->
        [one] 1 other province
       *[other] { $n } other provinces
    }
numbers-unknown =
    { $n ->
        [one] 1 person has
       *[other] { $n } people have
    } not given an address yet.

## Staff and roles

members-title = Staff and roles
members-read-only = Changing roles is closed for this role or purpose.
members-rules = One person grants a role and another approves it; it lasts { $days } days and is then reviewed. Nobody handles their own.
members-you = you
members-invited = Invited
members-invited-until = The invitation is good until { $at }.
members-no-role = No role; can open nothing.
role-waits = Waits for approval
role-waits-other = Somebody other than the one who granted it has to approve.
role-waits-you = You can approve it.
role-in-force = In force
role-to-review = To review
role-lapsed = Lapsed
role-until = Until { $at }
role-since = Since { $at }
role-approve = Approve
role-review = Extend
role-end = End
member-leaves = Stops working here
member-left-what = All their roles end, and they are signed out everywhere at once. The record of their work stays.
member-left = Record that they have left
member-name = Full name
member-email = Work e-mail
grant-title = Grant a role
grant-lead = The role takes effect once another administrator approves it, for { $days } days. Grant only what the work needs.
grant-role = Role
grant-send = Grant the role
invite-title = Invite somebody
invite-lead = We send an invitation that is good for { $hours } hours. By itself it opens nothing: a role is granted apart.
invite-email-hint = The person’s own work address, not a shared one.
invite-send = Send the invitation
refused-no-such-member = No member of staff has this e-mail address yet. Invite them first.
refused-own-role = You cannot grant yourself a role.
refused-role-held = This person holds that role already.
refused-member-known = This person is a member of staff already, or has been invited.

## Relations

relations-title = Whom do you know?
relations-lead = Declare family, friends, neighbours or business partners who registered. Their data and cases will be closed to you, and a colleague handles them.
relations-none-found = Nobody is registered with this.
relations-what = What they are to you
relations-what-hint = Such as: brother-in-law, neighbour.
relations-send = Declare
relations-stays = You cannot take a declaration back yourself. If it is a mistake, contact the data protection officer.
relations-declared = What you have declared
relations-none = Nothing yet.
relations-who = Names are not shown again.
refused-relation-self = This is you. Your own case is always closed to you.

## Invitation

invitation-title = Begin to work here
invitation-lead = Welcome, { $name }. This invitation is good until { $at }.
invitation-rules = Rules for working with people’s data
invitation-rule-purpose = You choose one purpose before anything opens. What it does not need stays closed.
invitation-rule-trail = Each time you look at data, it is written down first, and the person can read that record with your reason.
invitation-rule-own = You do not handle your own case or that of somebody you know. Declare such relations.
invitation-rule-leave = Your roles last for a term, and end when you leave.
invitation-accept-rules = I have read these rules and will keep to them.
invitation-send = Accept the invitation
invitation-next = We then send you a code to sign in.
invitation-over = This invitation is no longer valid
invitation-over-do = It has been used, or its time is over. If you accepted it, sign in. If not, ask an administrator for a new one.
refused-invitation-agree = Read the rules, then tick.
