## Cases at the desks of staff: the queue, the page of a case, the lead’s page.

door-lead = Lead the service
case-question-correction = The person says that a value is wrong. Compare it with the evidence: what is not shown is refused, what is shown takes effect at once.
case-question-objection = The person objects to their data being used for this purpose (article 10).
case-question-draw-review = The person doubts the result of the draw. Anybody can run it again from its published file; check whether the person stood on the right list.
case-question-restriction = The person asks to suspend or restrict the use of their data (article 11).
case-question-deletion = The person asks for their data to be deleted (article 8). What a law keeps is kept, and named with its reason.
case-question-access = The person asks for a copy or an explanation that they cannot take by themselves (article 7).
case-question-look-complaint = The person complains about one use of their data. See who it was, what for and why, and answer.
case-question-question = Answer the question. If it is really another request, change its kind.
case-question-complaint = Find out what happened, and answer.
case-question-representation = Somebody wants to act for another person (articles 25 and 26). Check the relation and its evidence.
case-grant-correction = The right value takes effect at once, and whoever received the wrong one is told.
case-refuse-correction = The value stays as it is. The person can appeal.
case-grant-objection = The use for this purpose stops for this person.
case-refuse-objection = The use goes on. It needs a ground of the law.
case-grant-draw-review = Something was wrong with the draw for this person; say what happens now.
case-refuse-draw-review = The draw was right. Say how the person can check it themselves.
case-grant-restriction = The use of this person’s data is suspended until they lift it.
case-refuse-restriction = The use goes on. It needs a ground of the law.
case-grant-deletion = What no law keeps is deleted, and the person gets a certificate.
case-refuse-deletion = The data stay. It needs a ground of the law.
case-grant-access = The person gets what they ask for.
case-refuse-access = It is not given. It needs a ground of the law (article 33).
case-grant-look-complaint = The complaint is right.
case-refuse-look-complaint = The use was in line with the policy.
case-grant-question = Answered.
case-refuse-question = Cannot be answered.
case-grant-complaint = The complaint is right.
case-refuse-complaint = The complaint is not right.
case-grant-representation = This person may act for the other for the term.
case-refuse-representation = This person may not act for the other.
case-channel-portal = Account
case-channel-form = Form
case-channel-phone = Telephone
case-channel-whatsapp = WhatsApp
case-channel-email = E-mail
case-channel-chat = Chat
case-channel-system = System
case-level-officer = The officers’ list
case-level-lead = The lead’s list
case-level-dpo = The DPO’s list
case-holder-nobody = Not taken
case-holder-me = You
case-holder-colleague = A colleague
case-paused = paused, { $span } left
case-ground-defence = National defence and security
case-ground-law-enforcement = Law enforcement
case-ground-public-interest = Public interest in running the state
case-ground-finance-supervision = Supervision of finance
case-ground-statistics-and-research = Statistics and research
case-ground-danger = It endangers somebody
case-ground-anothers-data = It reveals another person’s data
case-ground-access-defence = It harms defence and security
case-ground-not-shown = It could not be shown
law-article-of = Law 27/2022, article { $article }
case-event-opened = Opened
case-event-said = The person wrote
case-event-replied = Replied
case-event-note = Note
case-event-taken = Taken
case-event-handed-over = Handed over
case-event-paused = Clock paused: waiting for the person
case-event-resumed = Clock goes on
case-event-extended = Time extended
case-event-half-time = Half of the time is over
case-event-twelve-hours = Twelve hours left
case-event-lapsed = The time ran out
case-event-safety-done = The system took the safe step
case-event-proposed = Decision proposed
case-event-sent-back = Proposal sent back
case-event-decided = Decided
case-event-appealed = The person appealed
case-event-withdrawn = The person took it back
case-event-attached = File attached
case-event-recipient-told = Recipient told
case-event-sorted = Kind changed
case-event-chat-ended = The chat ended
case-event-extended-by =
    { $n ->
        [one] Time extended by 1 hour
       *[other] Time extended by { $n } hours
    }
case-event-sorted-as = Kind changed: { $kind }
case-event-on-ground = { $what }: { $ground }
case-event-you = { $who } (you)
case-history-cut = This case is long: only its beginning and its newest entries stand here. All of it is in the person's copy.
case-event-by = { $who }, by { $channel }
case-inside = Staff only
case-fate-none = not sent yet
case-fate-sent = sent
case-fate-delivered = delivered
case-fate-read = read
case-fate-failed = could not be sent
case-media-jpeg = JPEG photo
case-media-png = PNG picture
case-media-webp = WebP picture
case-media-pdf = PDF document
case-file-awaited = File is being fetched
case-file-kept = File
case-file-refused = File was not taken
case-file-of = { $kind }, { $size } KB, { $at }
case-file-evidence = Evidence: { $kind }, { $size } KB, { $at }
cases-number = Receipt number
cases-find = Find
cases-no-such = There is no case { $number } at your desks. Check the number with the person.
cases-filter = Filters of the queue
cases-show = Show
cases-reset = Clear filters
cases-all-open = All that is open
cases-late = Late
cases-ended = All that ended
cases-holder = Who has it
cases-channel = By
cases-list = Raised to
cases-of =
    { $n ->
        [one] Of 1 open case
       *[other] Of { $n } open cases, the most urgent first
    }
cases-further = Nothing fits in this part. Go on to the next page.
cases-other-desk = Worked on at another desk. You see its clock alone.
cases-ticked = Choose
cases-tick = Choose { $number }
cases-several = With those chosen
cases-several-note = Add an internal note
cases-first = First page
case-take = Take
case-hand-over = Hand over
case-resume = Let the clock go on
case-does = What you can do
case-waits = Waiting for the person until { $at }.
case-names-fields = About these data: { $fields }.
case-names-purpose = About this purpose: { $purpose }.
case-appeal = This is an appeal.
case-appeal-of = See the first decision
case-wanted = What it should be, the person says
case-files = Files
case-history = What happened
case-reply = Reply
case-reply-text = Your reply
case-reply-hint = The person reads it. The clock goes on.
case-reply-send = Send the reply
case-template = Begin with a template
case-template-none = None
case-template-use = Use
case-ask = Ask the person for something
case-ask-what = What is missing
case-ask-hint = The person reads it. The clock stands until they answer.
case-ask-send = Send and stop the clock
case-extend = Extend the time
case-extend-hours = How many hours
case-extend-left =
    { $n ->
        [one] 1 hour is left.
       *[other] { $n } hours are left.
    }
case-extend-why = Why
case-extend-hint = The person reads it.
case-extend-send = Extend
case-sort = Change the kind
case-sort-as = It is really
case-sort-hint = The case goes to the desk that handles it. Its clock still counts from when it came.
case-sort-send = Move it
case-note = Internal note
case-note-add = Add an internal note
case-note-hint = Staff alone read it; it is kept with the case.
case-note-send = Save the note
case-answer = Your answer
case-answer-hint = The person reads it, and it closes the case. Name no data of anybody else.
case-answer-send = Answer and close
case-answer-final = The answer is sent to the person, and the case is at its end.
case-ground = Ground of the refusal
case-ground-hint = Only for a refusal. The law knows no other ground.
case-reason-hint-four-eyes = The person reads it once a colleague has confirmed.
case-propose = Propose the decision
case-four-eyes = Two people decide this case: a colleague confirms it or sends it back.
case-proposed = Proposed: { $what }
case-proposed-you = You proposed it. A colleague confirms.
case-proposed-other = Read the reason in the history, then confirm it or send it back.
case-confirm-granted = Confirm: grant
case-confirm-refused = Confirm: refuse
case-send-back = Send it back
case-send-back-why = Why it goes back
case-decided-first = You decided the first time.
case-colleague-appeal = A colleague decides the appeal.
case-colleague-first = A colleague was first: this case is now “{ $state }”. What you sent was not used.
bound-heading = The use that is complained about
bound-title = Complained about
bound-answer = The answer on record
bound-who = Who
bound-who-is = { $who }, staff { $pseudonym }
bound-when = When
bound-did = Did
bound-fields = Data
bound-why = Purpose
bound-clause = Clause
bound-policy = Policy
bound-policy-now = the one in force
bound-policy-then = an earlier version
bound-recipient = Recipient
bound-case = The officer’s case
bound-case-is = { $kind } { $number }, { $state }
bound-case-none = Not within a case
bound-entry = Entry
bound-reason = The officer’s reason
hand-over-title = To whom?
hand-over-to = Hand over to
hand-over-hint = Only those who hold the role, and whose own case or acquaintance it is not.
hand-over-self = { $name } (you)
hand-over-nobody = Back to the queue
hand-over-names = Names of colleagues are opened on this page; it stands in their trail.
several-take =
    { $n ->
        [one] You took 1 case
       *[other] You took { $n } cases
    }
several-hand-over =
    { $n ->
        [one] 1 case handed over
       *[other] { $n } cases handed over
    }
several-note =
    { $n ->
        [one] A note was added to 1 case
       *[other] A note was added to { $n } cases
    }
several-not-done =
    { $n ->
        [one] 1 was left alone
       *[other] { $n } were left alone
    }
several-unknown = A case that is not at your desks
several-conflict = a colleague was first
several-not-yours = not yours
several-refused = your own, or of somebody you know
state-several-nothing = Choose cases first, then what to do with them.
several-back = Back to the queue
keys-title = Keys
keys-switch = Keys are on
keys-next = next case
keys-before = case before
keys-open = open
keys-take = take
keys-tick = choose
keys-page = next page
keys-filter = to the filters
keys-number = find a receipt number
keys-list = this list
keys-reply = reply
keys-note = internal note
keys-decide = decision
keys-hand-over = hand over
keys-back = back to the queue
lead-title = Cases of the service
lead-open = Open
lead-came = Came in 7 days
lead-ended = Ended in 7 days
lead-ended-late = Of them too late
lead-week-before = { $n } the week before
lead-nothing = No case is open.
lead-raised = Raised to your list
lead-raised-none = None. Everything is in time.
lead-hand-over = Hand over those chosen
lead-ages = Time left
lead-ages-desc = Bar chart of six parts. { $late } of { $open } are late. The figures are in the table below.
lead-age = Time left
lead-age-late = Late
lead-age-12 = Up to 12 hours
lead-age-24 = 12 to 24 hours
lead-age-48 = 24 to 48 hours
lead-age-more = More than 48 hours
lead-age-stands = Clock stands
lead-count = Cases
lead-kinds = By kind
lead-kinds-desc = Bar chart by kind. Most are { $kind } with { $n }. The figures are in the table below.
lead-before-mark = a week ago
lead-week-ago = A week ago
lead-channels = By the way they came
lead-channels-desc = Bar chart by the way they came. Most by { $channel } with { $n }. The figures are in the table below.
lead-holders = Who has how many
lead-holder-left = No longer works here
refused-case-ground = Choose the ground of the refusal. Without one this request cannot be refused.
refused-case-words = Write something.
refused-case-extension-hours = Give a number of hours, at most those that are left.
refused-case-sort = Choose another kind from the list.
state-case-appeal-first = You decided the first time. A colleague decides the appeal.
state-case-own-look = You made the use that this complaint is about. A colleague answers it.
state-case-late = Its time is over: it can no longer be sorted. Answer it here.
state-case-own-proposal = You proposed this decision. A colleague confirms it.
state-case-is-decided = This case is decided with a yes or a no, not only answered.
