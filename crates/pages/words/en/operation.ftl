## Removals, for the data protection officer

removals-title = Removals
removals-none = Nothing has been ended, erased or destroyed yet.
removals-caption = Newest on top; those with a late answer first
removals-when = When
removals-act = Act
removals-asked = Asked for by
removals-state = State
removals-answers = Answers of recipients
removals-copies = Backups shut
removals-pages = Pages of removals
act-end = End
act-end-hint = Data stay sealed and are not used any more (article 42).
act-erase = Erase
act-erase-hint = The categories that are ticked can no longer be opened (article 43).
act-destroy = Destroy
act-destroy-hint = Everything that has no ground to stay (article 44).
asked-person = The person
asked-dpo = The officer, for the person
ground-request = Request
ground-time-over = Time to keep is over
ground-purpose-over = Purpose reached
ground-consent-withdrawn = Consent withdrawn
ground-unlawful = Unlawful
removal-state-asked = Written down
removal-state-gone = Gone, being noted outside
removal-state-confirmed = Done
answers-nobody = No recipients
answers-all =
    { $n ->
        [one] 1 answered
       *[other] { $n } answered
    }
answers-some = { $answered } of { $told } answered, after { $span }
answer-title = Write down an answer
answer-lead = For a recipient that was told by another way and has answered. The certificate says so, and that it is not signed. A signed answer that comes later counts more.
answer-of = From { $whom }
answer-correct = Writing it down again corrects it.
answer-way = How was it told?
notice-way-letter = By letter
notice-way-meeting = In a meeting
notice-way-contract = Under its contract
answer-day = Day of its answer
answer-send = Write down
refused-notice-day = Write the day of the answer: not before the removal, and not after today.
state-notice-acknowledged = This recipient’s signed answer is here already. Nothing more need be written down.

remove-for-title = Remove for somebody
remove-for-lead = For people who ask by telephone, by letter or at the office. First make sure that it is them. None of their data is shown.
remove-for-act = What do they ask for?
remove-for-which = Categories
remove-for-which-hint = Only for “Erase”.
remove-for-reason = How did they ask, and how did you make sure who it is?
remove-for-reason-hint = One sentence, without names and numbers. It goes on record.
remove-for-ground = Ground
remove-for-next = See first what happens
remove-for-confirm = Confirm: { $act }
remove-for-told = Told, and asked to answer: { $whom }.
remove-for-carried = Mailing and messaging houses carried letters and codes: tell them by letter or contract, then write down their answer on the page of the removal.
remove-for-told-none = This person’s data were never passed on.
remove-for-after = The person is told. You get the address of the certificate, to hand over.
remove-for-do = Do it now
remove-for-stale = So that nobody else at this desk can do it, sign in once more first. After that you are back at the form; what you typed was not kept.
state-removal-lifted-by-you = You lifted a legal hold of this person, so somebody else decides on the removal. Ask another data protection officer.
removed-for-title = Done
removed-for-lead = Hand this address of the certificate to the person:
removed-for-once = It is shown this once. What it says you can always read from the list, without its code.
removed-for-see = See what it says

## Holds

holds-title = Holds
holds-lead = While they are held, a person’s data cannot be removed, nor by the time to keep. They stay sealed; a hold opens nothing. The person can see its ground and term.
holds-list = List
holds-none = No data are held.
hold-place = Hold somebody’s data
hold-ground = Ground
hold-days = For how many days
hold-days-hint = At most { $n } days. Then it lapses by itself.
hold-reason = Reason
hold-reason-hint = Number of the case or letter, and why these data are needed. Stored sealed.
hold-send = Hold
hold-read = Read the reason; it goes on record
hold-lift = Lift
hold-stale = To lift a hold, sign in once more first. After that you are back on this page.
holds-pages = Pages of holds
hold-left = { $span } left
hold-lifted = Lifted on { $at }
hold-lapsed = Lapsed on { $at }
hold-lift-reason = Why is it lifted?
hold-span = { $from } to { $until }
staff-hold-dispute = Dispute before a court
staff-hold-investigation = Investigation by law
staff-hold-audit = Audit of public money
staff-hold-order = Written order of an authority
refused-hold-days = Write the number of days in digits, within the limit above.

## Operation

operation-title = Operation
operation-fine = Nothing needs anybody now.
operation-warnings =
    { $n ->
        [one] 1 thing needs somebody
       *[other] { $n } things need somebody
    }
operation-warning = { $what }, { $at }: { $summary }
operation-copy-late = The copy “{ $name }” of the keyring was not replaced. Until it is, old keys still lie there.
operation-runs = Work of the system
runs-what = Work
runs-result = Result
runs-when = Last
runs-said = Report
report-keys = Keys
report-backup = Backup
report-rehearsal = Rehearsal of a restore
report-retention = Retention
report-holds = Holds
report-recipients = Recipients
report-anonymise = Anonymising
report-fine = Fine
report-wrong = Look at it
report-none = Never yet
operation-keys = Keys
rotation-next = Next rotation on { $at }, every { $days } days.
rotation-due = A rotation is due and begins by itself.
rotation-none = No rotation is planned.
epoch-number = Epoch
epoch-state = State
epoch-when = When
epoch-rows = People
epoch-open = In use
epoch-closed = Closed
epoch-destroyed = Destroyed
epoch-since = Since { $from }
epoch-span = { $from } to { $until }
operation-retention = Retention
operation-retention-what = Runs every night. Who and what it would reach, changing nothing:
operation-copies = Copies of the keyring
operation-copies-none = No copies elsewhere are listed.
copy-line = Replaced on { $at }, up to epoch { $epoch }. Every { $days } days.
copy-fresh = Fresh
copy-late = Late
operation-backups = Backups
operation-backups-away = The place of backups cannot be read. Check its address and key.
operation-journal-away = The journal of removals cannot be read. Until it can, nothing can be removed.
operation-keyring = Keyring: { $where }.
backup-unread = Cannot be read
operation-backups-none = There are no backups yet.
backup-whole = Can be restored
backup-shut = Its keys are gone
operation-journal = Journal of removals: { $n } lines.
refused-removal-reason = Write the reason: one sentence that the person can understand.
state-removal-nobody = There is nobody with these details.
state-removal-unconfirmed = The data are gone, but it is not all written down yet. The system completes that by itself; look again in a few minutes.

## What stands in the way of the system's work

state-another-epoch-began = The next key epoch has begun. This one is not gone on with.
report-clock = Clock
state-clock-went-ahead = The machine's clock is days ahead of when the programme last ran. Nothing is removed until the operator says that it is right: amanah retention run --yes.
state-clock-went-back = The machine's clock went back. Nothing is removed until it is right.
state-rotation-given-up = A rotation of keys did not finish and was given up. Read its report, then begin again.
state-still-passing = This work is still under way elsewhere. Try again later.
