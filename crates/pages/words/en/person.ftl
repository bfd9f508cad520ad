## Front page

landing-batch = Batch { $number } is open
landing-closes = Closes on { $at } ({ $left } left).
landing-count =
    { $joined ->
        [one] 1 person has
       *[other] { $joined } people have
    } joined for { $places } places. An open draw decides who is selected.
landing-none = No batch is open right now
landing-next-opens = The next batch opens on { $at }.
landing-register-now = You can register now, so that you are ready when a batch opens.
landing-register = Register
landing-have-account = Have an account already?
landing-gives = What you get
landing-needs = Who can join
landing-privacy = Your data, in short
landing-privacy-purpose = Your data are used only for purposes that stand in the privacy policy.
landing-privacy-trail = Each time your data are looked at or changed, it is written down first. You can read that record.
landing-privacy-leave = You can correct your data, withdraw consents and leave at any time.
landing-privacy-more = Read the privacy policy

## Home

nav-me = My page
home-hello = Hello, { $name }
home-used-more =
    Others used your data { $n ->
        [one] once
       *[other] { $n } times
    } in the last 30 days
home-unused = Nobody else used your data in the last 30 days.
home-trail = See your data trail
home-help = Need help?
home-help-more = Other ways
home-way = Your way through
home-yours = Your data and account
step-profile = Profile
step-identity = NIK
step-rules = Rules
step-batch = Batch
step-done = Complete
step-open = Not yet

next-numbers = Complete your profile
next-numbers-text = Begin with NIK, family card number and birth date. It takes about three minutes.
next-numbers-do = Begin
next-birth = Confirm your birth date
next-birth-text = Your NIK contains another birth date. Just one question.
next-birth-do = Answer
next-address = Enter your address
next-address-text = Where you live now, in three short steps.
next-address-do = Enter address
next-work = Enter your work and education
next-work-text = After this you know at once whether you meet the rules.
next-work-do = Enter now
next-check = Check your numbers and birth date
next-check-text = The civil registry does not match what you entered. Often it is a typing slip. If all is right, contact us.
next-check-do = Check
next-registry = Your NIK is being compared
next-registry-text = The civil registry has not answered yet. You need not wait here: we tell you.
next-staff = Staff are looking at it
next-staff-text = You need not do anything. We tell you as soon as it is decided.
next-eligibility = You do not meet a rule yet
next-eligibility-text = See which one, and what you can do.
next-eligibility-do = See the result
next-join = You can join Batch { $number }
next-join-text = You meet all rules.
next-join-do = Look and join
next-draw = You have joined Batch { $number }
next-draw-text = Now comes the draw. We send you the result.
next-draw-do = See the batch
next-account = You were selected. Enter an account for the incentive
next-account-text = A bank account or e-wallet in your own name.
next-account-do = Enter account
next-result = The result of Batch { $number } is here
next-result-text = See your place and what happens next.
next-result-do = See the result
next-batch = You are ready for the next batch
next-batch-text = No batch is open right now. We tell you when one opens.
next-by = Answered by { $at } at the latest ({ $left } left)
next-closes = Closes on { $at } ({ $left } left)
next-draws = Draw on { $at } (in { $left })
next-opens = Opens on { $at } (in { $left })

## Batch

batch-title = Batch { $number }
batch-join = Join this batch
batch-leave = Leave the batch
batch-leave-hint = While it is open you may leave and join again.
batch-withdraw = Withdraw from the draw
batch-withdraw-hint = If you withdraw now, you cannot be selected in this batch.
batch-closes = Closes
batch-left = { $span } left
batch-draws = Draw
batch-joined = Joined so far
batch-places = Places
batch-rank = is your place among { $entrants } entrants. Places 1 to { $places } are selected.
batch-lead-open = Joining is free, and it does not matter who comes first.
batch-lead-planned = This batch is not open yet.
batch-lead-joined = You have joined. Nothing more to do until the draw.
batch-lead-entered = The list of entrants is locked, and you are on it.
batch-lead-selected = Congratulations, you were selected.
batch-lead-waiting = You have no place yet. Freed places go by this order, and you are told.
batch-lead-not-entered = When the batch closed, your NIK had not been matched yet or a rule was not met. You can join the next one.
batch-lead-withdrawn = You withdrew after the list was locked. Your line stays, but gets no place.
batch-lead-failed = The draw did not take place in time. This is published, and the batch is not drawn again. We tell you how it goes on.
batch-lead-over = This batch is closed.
batch-fair = How the draw is kept fair
batch-fair-how = A secret number is locked before the batch opens, the list of entrants when it closes. After that anyone can compute the result again.
batch-line = Your number in the draw file. It is for this draw alone and leads to none of your data:
batch-public = Public page of this batch

## My data

data-title = My data
data-lead = Everything we hold about you.
data-edit = Change
data-add = Enter
data-none = Not given
data-since = { $source }, { $at }
data-serves = It may be used:
data-wrong = Something is wrong that you cannot change yourself?
data-wrong-what = We correct it within 3 × 24 hours of sufficient information.

## My trail

trail-title = My data trail
trail-lead = Every use of your data, newest first. Written down before the data are opened; nobody can change it.
trail-line = { $who } { $did } your { $fields } { $why } ({ $clause }).
trail-line-to = { $who } { $did } your { $fields } to { $whom } { $why } ({ $clause }).
trail-line-refused = { $who } asked for your { $fields } { $why } ({ $clause }). The policy did not allow it, and nothing was shown.
trail-line-no-match = { $who } looked for your { $fields } { $why } ({ $clause }) and found nothing.
trail-refused = Refused
trail-filter = Filter
trail-who = Who
trail-why = What for
trail-when = When
trail-any = All
trail-show = Show
trail-all = Clear filter
trail-span-week = Last 7 days
trail-span-month = Last 30 days
trail-span-year = Last 12 months
trail-none = No use matches this filter.
trail-empty = Nobody has used your data yet.
trail-count =
    { $n ->
        [one] 1 use
       *[other] { $n } uses
    }
trail-detail = details
trail-pages = Pages of the trail
trail-older = Older
trail-take = Keep it yourself
trail-take-what = Download the whole trail with its proofs. The file can be checked without us.
trail-export = Take the whole trail along, with its proofs
entry-title = Use of data, { $at }
entry-when = When
entry-fields = Data
entry-no-fields = No data were opened.
entry-reason = Reason given
entry-basis = Lawful basis
entry-policy = Policy in force
entry-policy-version = Version { $version }
entry-actor = Staff number
entry-actor-why = Names of staff are not shown, but this number always stands for the same person.
entry-number = Record number
entry-wrong = Something wrong?
entry-wrong-what = If you do not know why your data were used here, complain. The data protection officer looks into it and answers you.
entry-complain = Complain about this
entry-proof = Proof
entry-proof-what = A small file that proves that this record exists and was not changed. Anyone can check it on their own computer:
entry-proof-get = Download the proof
entry-proof-soon = The proof is being prepared. Look again in a few minutes.
