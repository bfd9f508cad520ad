## Letters. The first sentence says what to do. Subjects without personal data.

letter-open = Open
letter-from = From { $controller }. Telephone { $phone }.
letter-why = You receive this letter under clause { $clause } of the privacy policy.
letter-stop = Letters about your account and registration stop when the account is closed. Other news comes only if you agreed, and stops as soon as you withdraw under “Your consents”.
letter-short-code = your code is { $code }. Tell nobody, not even staff.

letter-code-subject = Code for { $programme }
letter-code-first = Enter this code on the page that asks for it.
letter-code-then = The code is valid for { $n } minutes and only once. Tell nobody; our staff never ask for it. If it was not you who asked, ignore this letter.

letter-no-account-subject = Request to sign in to { $programme }
letter-no-account-first = Register first, or sign in with another address: there is no account of { $programme } with this address.
letter-no-account-then = Somebody just tried to sign in with this address. If it was not you, ignore this letter.

letter-already-subject = Code for { $programme }
letter-already-first = Enter this code to sign in. You need not register again: this address has an account of { $programme }.
letter-already-then = The code is valid for { $n } minutes and only once. Tell nobody; our staff never ask for it. If it was not you who asked, ignore this letter.

letter-signed-in-subject = A sign-in to your account of { $programme }
letter-signed-in-first = If this was not you, end the session under “Sign-in and security” at once, then contact us.
letter-signed-in-then = Your account was opened on { $at } with { $device }. If this was you, there is nothing to do.

letter-change-old-subject = A contact of your account of { $programme } will be replaced
letter-change-old-first = If it was not you who asked, cancel before { $at }.
letter-change-old-then = Somebody asked to replace this contact of an account of { $programme }. The new contact takes effect on { $at }. To cancel, sign in and open “Sign-in and security”, or contact us.

letter-change-new-subject = Code for { $programme }
letter-change-new-first = Enter this code to confirm that this new contact is yours.
letter-change-new-then = The code is valid for { $n } minutes and only once. If it was not you who asked, ignore this letter.

letter-changed-subject = A contact of your account of { $programme } was replaced
letter-changed-first = Use your new contact from now on, to sign in and to receive news.
letter-changed-then = The change you asked for is in effect. If it was not you who asked, contact us at once.

letter-matched-subject = Your data at { $programme } were checked
letter-matched-first = You can go on: your data match the civil registry.
letter-matched-then = Open your page to see the next step.

letter-not-matched-subject = Your data at { $programme } were checked
letter-not-matched-first = Check your NIK, family card number, name and birth date: something does not match the civil registry yet.
letter-not-matched-then = Often it is a typing slip. If all is right, contact us; we look into it with the civil registry.

letter-selected-subject = Result of the draw of { $programme }
letter-selected-first = Open your page to go on: you were selected in Batch { $batch }.
letter-selected-then = Your place is { $rank }. Anyone can compute the draw again from its public file.

letter-waiting-subject = Result of the draw of { $programme }
letter-waiting-first = You are on the waiting list of Batch { $batch }. There is nothing to do now.
letter-waiting-then = Your place is { $rank }. If a place becomes free, we tell you. You can also join the next batch.

letter-invitation-subject = Invitation to the staff of { $programme }
letter-invitation-first = Open this link to accept the invitation to the staff of { $programme }.
letter-invitation-do = Accept the invitation
letter-invitation-then = The link is valid for { $n } hours and only once. If you did not expect this invitation, ignore it.

letter-access-subject = Your request at { $programme }
letter-access-first = From { $at } on, sign in with this contact.
letter-access-then = Staff confirmed your request. Until then the old contact can cancel it; this protects you too. If it was not you who asked, contact us at once.

letter-no-access-subject = Your request at { $programme }
letter-no-access-first = Telephone us, or ask again with more details: we could not confirm an account of yours with what was entered.
letter-no-access-then = Check the NIK, the name and the birth date on your identity card. We say no more here, because this letter could reach somebody else. If it was not you who asked, ignore this letter.

letter-sign-in-changed-subject = The ways to sign in to your account of { $programme } have changed
letter-sign-in-changed-first = If it was not you who changed them, open “Sign-in and security” now, then contact us.
letter-sign-in-changed-then = A passkey or the password of your account was added, changed or removed. If this was you, there is nothing to do.

letter-short-removed = what you asked for is done. Code of the certificate: { $code }

letter-ended-subject = You stopped taking part in { $programme }
letter-ended-first = Keep this code: your data are no longer processed, and it opens the certificate.
letter-ended-then = Your data stay sealed until their time is over. You can still sign in to see or delete them. If it was not you who asked, contact us at once.

letter-erased-subject = Data of yours at { $programme } were erased
letter-erased-first = Keep this code: the data that you named were erased, and it opens the certificate.
letter-erased-then = Nobody can open them any more. Your account stays. If it was not you who asked, contact us at once.

letter-destroyed-subject = Your account at { $programme } is closed
letter-destroyed-first = Keep this code: your data were destroyed, and it opens the certificate, without an account too.
letter-destroyed-then = This is our last letter. What must still be kept, and until when, stands in that certificate.
