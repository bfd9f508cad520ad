## The four ways to reach us, on every page.

ways-label = Four ways to reach us
way-report = Report Form
way-phone = Telephone { $number }
way-whatsapp = WhatsApp { $number }
way-chat = Live chat
ways-hours = Agents answer { $hours }.
way-outside = (another site)

## /contact

contact-lead = Four ways, one case: whichever you use, you get a number, a deadline and an answer.
contact-way-report = Write to us. With or without an account.
contact-way-phone = Somebody answers, { $hours }.
contact-way-whatsapp = It opens another site, with a policy of its own. Send no photo of your identity card.
contact-way-chat = Write with an agent at this moment, { $hours }. At other times it becomes a case.
contact-more = E-mail and letters
contact-more-mail = E-mail: { $address }
contact-more-letters = Letters: { $address }
contact-receipt = You have a receipt number?
contact-receipt-do = See how your case stands
contact-when-asked = Questions and complaints are answered within { $hours } hours.

## /report

report-title = Report Form
report-lead = Ask, complain, or ask for something under your rights. You need no account. You get an answer within { $hours } hours.
report-own-rights = To see, correct, delete or restrict your data, use the page of your rights: it is quicker.
report-own-rights-do = Your rights
report-kind = What is it about?
report-kind-question = A question
report-kind-question-hint = How something works, what is missing, when something comes.
report-kind-complaint = A complaint
report-kind-complaint-hint = Something went wrong, or somebody treated you badly.
report-kind-access = See my data
report-kind-access-hint = Show us first that they are yours. With an account: sign in, then you see them at once.
report-kind-deletion = Delete my data
report-kind-deletion-hint = Show us first that they are yours. With an account: sign in, it is quicker.
report-said = Tell us
report-said-hint = What happened, and when. No passwords, codes or PINs. At most { $n } characters.
report-name = Your name
report-contact = Where the answer goes
report-contact-hint = E-mail or mobile number. If you leave it empty, you find the answer only on the receipt page.
report-files = Pictures or documents
report-send = Send the form
report-then = What happens then
report-then-number = You get a receipt number and a code at once. With both you see at any time how it stands.
report-then-clock = A human answers within { $hours } hours. When we cannot, we tell you why.
report-then-kept = What you write is sealed. Only those who work on it open it, and each time stands in the record.
report-then-who = Nobody can check here who you are. We tell you nothing about an account on this way.
report-proof-wait = Your browser does a small sum, so that machines cannot flood us. No pictures to click.
report-proof-work = One moment: your browser is finishing its sum. The form goes by itself.
report-proof-again = The sum did not succeed. Check your connection, then press “Send the form” again.
report-proof-none = Your browser runs no script, and that is fine. We take your form { $seconds } seconds after this page was opened, and only a few from one connection.
report-have = You have a receipt number? See how your case stands

report-filed-title = Your form is here
report-filed-keep = Write both down or print this page now. The code is not shown again.
report-filed-number = Receipt number
report-filed-code = Code
report-filed-until = We answer by { $at }.
report-filed-told = We also send the number to the address you left.
report-filed-not-told = You left no address. You find the answer on the receipt page alone.
report-filed-see = See how it stands
report-filed-phone = On the telephone, give the receipt number. Give the code to nobody but our agents.

## /report/receipt

receipt-title = How your case stands
receipt-lead = Enter the receipt number and the code that you got with it.
receipt-number = Receipt number
receipt-number-hint = 12 letters and digits, such as 7KQ2-M4XP-9DRT.
receipt-code = Code
receipt-code-hint = 16 letters and digits.
receipt-open = Show my case
receipt-lost = You lost the code? Nobody can show it again. Write anew, and say the old number.
receipt-account = You have an account? Sign in: you find all your cases there.
receipt-for = This page stays open for { $n } minutes on this device.
receipt-close = Close it now
receipt-said = What was said
receipt-more = Say more
receipt-more-hint = At most { $n } characters.
receipt-send = Send
receipt-sent = Your message is in the case.
receipt-ended = This case is at its end. Something new? Send a new form, and say this number.

## A case as its person follows it.

told-state-open = We are working on it
told-state-waiting = Waiting for you
told-state-proposed = A second officer looks at it
told-state-granted = Granted
told-state-refused = Refused
told-state-answered = Answered
told-state-withdrawn = Taken back
told-says-open = Your case is with us.
told-says-waiting = We need something from you. The clock stands until you answer.
told-says-proposed = An answer is prepared. A second pair of eyes checks it.
told-says-granted = It was decided for you.
told-says-refused = It was decided against you. The reason stands below, and what you can do.
told-says-answered = We have answered. The answer stands below.
told-says-withdrawn = You took it back. Nothing more happens.
told-clock-left = { $span } left: we answer by { $at }.
told-clock-late = We promised an answer by { $at } and are late. The data protection officer has it on the table.
told-clock-waits = We wait for you until { $at }.
told-row-number = Receipt number
told-row-kind = About
told-row-opened = Opened
told-row-ended = Ended
told-row-cut = Not shown
told-cut = This case is long: only its beginning and its newest entries stand here. All of it is in the copy of your data.
told-line-at = { $at }, { $by }
told-by-portal = on your page
told-by-form = by the form
told-by-phone = by telephone
told-by-whatsapp = by WhatsApp
told-by-email = by e-mail
told-by-chat = by chat
told-by-system = by the system
told-event-opened = The case was opened.
told-event-said = Said.
told-event-replied = Answered.
told-event-note = A note.
told-event-taken = Somebody has taken it in hand.
told-event-handed-over = It was handed to somebody else.
told-event-paused = We asked for something. The clock stands.
told-event-resumed = The clock runs again.
told-event-extended = It takes { $hours } hours longer.
told-event-half-time = Half of the time is over.
told-event-twelve-hours = Twelve hours are left.
told-event-lapsed = The time is over.
told-event-safety-done = Because the time is over, your data are protected until it is decided.
told-event-proposed = An answer was prepared.
told-event-sent-back = The second officer sent it back.
told-event-decided = It was decided.
told-event-appealed = You appealed.
told-event-withdrawn = You took it back.
told-event-attached = A file was added.
told-event-recipient-told = Somebody who had received your data was told.
told-event-sorted = It went to the right desk.
told-event-chat-ended = The chat ended.
told-file = { $kind }, { $size } KB
told-file-awaited = A file is on its way
told-file-refused = A file was not taken

## What cannot be used.

refused-form-proof = The sum of your browser is not right. Press “Send the form” again: it makes a new one.
refused-form-lapsed = This form lay open too long. Press “Send the form” again: nothing you wrote is lost.
refused-form-spent = This form came in already. Did you not see its number? Then press “Send the form” again.
refused-form-wait = Wait { $bound } seconds, then press “Send the form” again. Without script we take no form sooner; what you wrote stays here.
refused-form-limit = Too many forms came from your connection. Try again in { $bound } minutes, or use the telephone; what you wrote stays here.
refused-receipt-wrong = Number and code do not belong together. Check both as they were written down.
refused-receipt-number = A receipt number has 12 letters and digits, such as 7KQ2-M4XP-9DRT.
refused-receipt-limit = Too many tries. Try again in { $bound } minutes.
