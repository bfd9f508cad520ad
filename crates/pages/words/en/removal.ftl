## Stop, or delete data

leave-title = Stop, or delete your data
leave-lead = Choosing here changes nothing yet. The next page first shows what would happen.
leave-way = What would you like?
leave-end = Stop taking part
leave-end-hint = Your data are not used any more. They stay stored and sealed until their time is over, and you can still sign in.
leave-parts = Delete some of my data
leave-parts-hint = You choose which, such as your address or account. Your account here stays.
leave-all = Delete everything
leave-all-hint = Your account is closed. Whatever need not be kept can no longer be opened by anybody, in backups too. This cannot be undone.
leave-next = Continue
leave-less = Perhaps this is enough
leave-less-edit = Correct data that are wrong
leave-less-consents = Withdraw a consent
leave-ended = You stopped on { $at }. Your data are sealed and not used any more.
leave-from-data = Delete some or all of your data, or stop
data-remove = Delete

remove-title = Which data should be deleted?
remove-lead = This is what we hold and you can delete piece by piece. Tick what you want deleted.
remove-none = There is nothing that can be deleted by itself. You can still delete everything.
remove-next = Nothing is deleted yet. Next you first see what would happen.
refused-remove-nothing = Tick at least one, or go back.

confirm-end = Stop taking part?
confirm-erase = Delete these data?
confirm-one = Delete your { $field }?
confirm-destroy = Delete all your data?
confirm-lead-end = From then on nobody uses your data for the programme. They stay sealed until their time is over; you can still sign in, see them and delete them.
confirm-lead-erase = From then on nobody can open them any more, not us either, nor from a backup. This cannot be undone.
confirm-lead-destroy = From then on you have no account, and nobody can open your data any more, not us either, nor from a backup. This cannot be undone.
confirm-gone = What goes
confirm-also = And what lies elsewhere
confirm-follows = What follows
confirm-kept = What stays
confirm-kept-none = Of these data, nothing.
confirm-others = Outside, and in backups
confirm-told = Your data were passed on to { $whom }. We ask them to do the same, and wait for their answer.
confirm-carried = Your address or number was given to mailing and messaging houses so that they carry our letters and codes to you, and for nothing else. The data protection officer tells them to delete what they still hold, and writes down their answer.
confirm-told-none = These data were never passed on to anybody outside.
confirm-then = After that
confirm-certificate = You get a certificate at once, to keep, with a code that opens it without an account.
confirm-stale = So that nobody else who holds this device can do it, sign in once more first. After that you are back on this page.
confirm-sign-in = Sign in once more
confirm-do-end = Stop now
confirm-do-erase = Delete now
confirm-do-destroy = Delete everything now
follows-account = This account is closed and every device signed out. To take part again, you register anew.
follows-batch = You leave a batch that is open. In a batch that is locked, your draw number stays, without a name.
follows-pause = You cannot join a batch. To take part again, contact us.
follows-fill-again = What needs it in the programme has to wait until you fill it in again.

hold-title = It cannot be deleted for now.
hold-note = Your data are held because { $ground }, until { $at } at the latest.
hold-note-staff = These data are held because { $ground }, until { $at } at the latest.
hold-note-do = Until then they stay sealed. If you think this is wrong, or want to know more:
hold-ground-dispute = there is a dispute before a court, or about to be
hold-ground-investigation = there is an investigation by those whom a law gives it to
hold-ground-audit = there is an audit of public money
hold-ground-order = there is a written order of an authority

## Certificate

certificate-find = Certificate of erasure
certificate-find-lead = Enter the code of your certificate. You need no account.
certificate-code = Code of the certificate
certificate-code-hint = Capital or small letters and hyphens make no difference. You may paste it.
certificate-show = Open
certificate-lost = Code lost? We keep only a trace of it and cannot make it again.
refused-certificate = There is no certificate with this code. Check its letters and digits.
certificate-end = Certificate: processing ended
certificate-erase = Certificate: data erased
certificate-destroy = Certificate: data destroyed
certificate-did-end = Processing was ended
certificate-did-erase = Data were erased
certificate-did-destroy = All data that need not be kept were destroyed
certificate-lead = { $did } on { $at }, { $who } ({ $clause }; { $article }).
certificate-lead-soon = { $did } in a moment, { $who } ({ $clause }; { $article }). Reload this page.
certificate-means-end = The data stay sealed until their time is over and are not used for the programme any more.
certificate-means-erase = The key that opens these data is gone. All that is left is random bytes that nobody can read.
certificate-means-destroy = This person’s keys are gone. All that is left is random bytes that nobody can read.
asked-by-person = at the person’s own request
asked-by-dpo = by the data protection officer, for the person
removal-ground-request = at the person’s request
removal-ground-time-over = because their time was over
removal-ground-purpose-over = because their purpose was reached
removal-ground-consent-withdrawn = because the consent was withdrawn
removal-ground-unlawful = because they were obtained or used unlawfully
certificate-done = Done.
certificate-keep = Keep this certificate now. We also send its code to your contact; we do not keep it ourselves.
certificate-save = Keep it
certificate-pdf = Download PDF
certificate-file = Download the file that computers check
certificate-again = Opening it again
certificate-again-how = It can be opened again at this address, without an account too. Whoever knows the address can read it; no name stands in it.
certificate-gone = What was erased
certificate-places = Where
certificate-kept = What is kept
certificate-kept-none = Of these data, nothing.
certificate-copies = Backups
certificate-notices = Others who were told
certificate-notices-none = These data were never passed on to anybody outside.
certificate-notices-signed = Signed answers stand in the file.
certificate-proofs = Proof in the ledger
certificate-proofs-what = These entries prove the steps. The file holds the complete proofs, which can be checked without a connection and without us.
certificate-journal = It also stands outside the database, as number { $n }: restoring an old backup does not bring anything back.
certificate-foot = Code { $code }
certificate-who = { $who }, { $phone }
gone-counted = { $what }: { $n }
trace-keys = The keys that open everything
trace-tags = Marks by which the person was found
trace-letters = Letters and messages
trace-jobs = Work of the system that waited
trace-tickets = Codes and half-filled forms
trace-sessions = Devices that were signed in
trace-consents = Consents
trace-cases = Cases and what was said in them
trace-reasons = Reasons that staff wrote
trace-batches = Places in batches
trace-roles = Roles as a member of staff
trace-relations = Relations that staff declared
trace-holds = Holds that were over
trace-account = Account
trace-files = Files that were sent
kept-once-per-person = A keyed mark of the NIK, without name or number
kept-everything = All data, sealed
kept-everything-why = No longer used, until its time is over
kept-why = { $why } ({ $grounds }).
kept-why-bare = { $why }.
kept-until = Until { $at }.
kept-until-open = Until its time by the privacy policy is over.
copies-until = Backups that can still hold it become unreadable by { $at } at the latest.
copies-gone = Since { $at } no backup of it can be opened any more.
copies-late = Backups that can still hold it should have become unreadable by { $at }. That is late; we are working on the cause.
notice-state-waiting = Not told yet
notice-state-told = Waiting for an answer
notice-state-acknowledged = Answered: done
notice-state-recorded = Answered, not signed
notice-carries = They only carried letters and codes. The data protection officer tells them, and writes their answer here.
notice-told-letter = Told by letter
notice-told-meeting = Told in a meeting
notice-told-contract = Told under its contract
notice-recorded = { $told }, answered on { $at }, recorded by the data protection officer.
notice-told-at = Told on { $at }.
notice-answered-at = Signed answer received on { $at }.

## What stands in the way

state-removal-nothing = Nothing of this choice is held any more.
state-removal-all-kept = We must still keep this. The privacy policy says how long and on which ground.
state-removal-needs-contact = Without an e-mail address or mobile number this account cannot be opened again. Add the other one first, or delete everything.
state-removal-whole-only = This can only be deleted as a whole.
state-removal-staff-in-force = This account holds a role as a member of staff. End the role first.
state-removal-ended = You have stopped already.

## Privacy policy: how data end

privacy-ends = How data end
privacy-ends-lead = Each purpose says how long data are kept and what happens then. The system does it every night, and you can ask for it earlier.
privacy-ends-erase = Erased
privacy-ends-erase-what = The key of that kind of data is thrown away. Other data and your account stay.
privacy-ends-destroy = Destroyed
privacy-ends-destroy-what = All your keys are thrown away, with the account, marks, sessions and letters. Whatever must be kept is named one by one in the certificate.
privacy-ends-anonymise = Made anonymous
privacy-ends-anonymise-what = Only counts are left, of groups that are large enough. No number can be joined to a person again.
privacy-ends-copies = Backups follow: without the keys, old copies cannot be opened. The certificate says the date.

## The home of somebody who stopped

next-ended = You have stopped taking part
next-ended-text = Your data are sealed and not used any more. You can still see or delete them. To take part again, contact us.
next-ended-do = See my data
