## Letters about a case. Subjects and short forms name the number and the kind alone.

letter-case-about-eligibility = eligibility review
letter-case-about-identity = identity check
letter-case-about-contact-change = change of contact
letter-case-about-correction = correction of data
letter-case-about-objection = objection
letter-case-about-draw-review = objection to a draw
letter-case-about-restriction = request to suspend the use of data
letter-case-about-deletion = request to delete data
letter-case-about-access = request for access
letter-case-about-look-complaint = complaint about a use of data
letter-case-about-question = question
letter-case-about-complaint = complaint
letter-case-about-representation = request to act for somebody

letter-case-short-code = Code: { $code }. Tell nobody
letter-case-short-account = Open “{ my-cases-title }” after signing in, or telephone { $phone }.
letter-case-short-receipt = Open “{ contact-receipt-do }” on our site, or telephone { $phone }.

letter-case-opened-subject = { $programme }: { $about }{ $number } received
letter-case-opened-first = Keep this number:{ $number }. We received your { $about }.
letter-case-opened-then = If you want to add something, quote that number.
letter-case-code = With number and code you can see how far it is. So can anyone who has both; keep them safe.
letter-case-due = We answer by { $at }.
letter-case-until = Our time stands still until you answer. Without an answer we go on with what we have on { $at }.

letter-case-replied-subject = { $programme }: message about { $about }{ $number }
letter-case-replied-first = Read the message of our staff about your { $about }:
letter-case-replied-then = If you want to answer, answer by the same way or quote number{ $number }.

letter-case-asked-subject = { $programme }: we need something for { $about }{ $number }
letter-case-asked-first = Answer this message: we need something from you to go on with your { $about }.
letter-case-asked-then = Answer by the same way, or quote number{ $number }.

letter-case-goes-on-subject = { $programme }: { $about }{ $number } goes on
letter-case-goes-on-first = Send what we asked for if you still have it: we go on with your { $about } without it.
letter-case-goes-on-then = The time to wait is over, so our time runs again.

letter-case-held-subject = { $programme }: { $about }{ $number } is open again
letter-case-held-first = There is nothing to do for you: your { $about } was granted, but the law now orders us to keep these data for some time.
letter-case-held-then = Nothing was deleted. Your case is open again and you get another answer.

letter-case-extended-subject = { $programme }: { $about }{ $number } takes longer
letter-case-extended-first = There is nothing to do for you: your { $about } takes longer. The reason:
letter-case-extended-then = If you do not agree, contact us and quote number{ $number }.

letter-case-lapsed-subject = { $programme }: { $about }{ $number } was not answered in time
letter-case-lapsed-first = There is nothing to do for you: we did not answer your { $about } in time, and we apologise.
letter-case-lapsed-then = The data protection officer is now in charge of it as well. You still get an answer.
letter-case-safety-escalate = It went up to the data protection officer by itself.
letter-case-safety-restrict-value = Until it is decided, the data that you dispute are used for no automatic decision and given to nobody.
letter-case-safety-stop-purpose = Until it is decided, the use that you objected to is stopped.
letter-case-safety-restrict = Until it is decided, the use of your data is suspended.

letter-case-granted-subject = { $programme }: decision on { $about }{ $number }
letter-case-granted-first = You can go on: your { $about } was granted. The reason:
letter-case-granted-then = Open the result to see the next step.

letter-case-refused-subject = { $programme }: decision on { $about }{ $number }
letter-case-refused-first = Read the reason, then choose what to do: your { $about } could not be granted.
letter-case-ground = The ground: { $ground } (article { $article } of Law 27/2022).
letter-case-ground-defence = national defence and security
letter-case-ground-law-enforcement = law enforcement
letter-case-ground-public-interest = the public interest in running the state
letter-case-ground-finance-supervision = supervision of the financial sector
letter-case-ground-statistics-and-research = statistics and scientific research
letter-case-ground-danger = it would endanger somebody's safety, physical or mental health
letter-case-ground-anothers-data = it would reveal another person's data
letter-case-ground-access-defence = it would harm national defence and security
letter-case-ground-not-shown = what was said could not be shown to be so
letter-case-appeal = You can ask that somebody else looks at it again: open “{ my-cases-title }” and choose “{ my-case-appeal }”.
letter-case-appeal-receipt = You can ask that somebody else looks at it again: answer this letter, or contact us with your number.
letter-case-dpo = You reach our data protection officer at { $phone }.
letter-case-authority = You can also complain to { $name }, { $address }.
letter-case-authority-unnamed = You can also complain to the authority that supervises the protection of personal data.
letter-case-court = Your right to go to court stays yours.

letter-case-answered-subject = { $programme }: answer to { $about }{ $number }
letter-case-answered-first = Read the answer to your { $about }:
letter-case-answered-then = If this answer is not enough, contact us again and quote number{ $number }.

letter-case-withdrawn-subject = { $programme }: { $about }{ $number } taken back
letter-case-withdrawn-first = If it was not you who took this { $about } back, contact us at once.
letter-case-withdrawn-then = It was closed at your request. You can ask again at any time.

## What cannot be done with a case.

case-words = Write something.
case-extension-hours = Enter a number of hours that may still be given.
state-case-ended = This case has come to its end.
state-case-full = This case holds as many messages as one case can. Begin a new one and name its number.
state-case-waiting = This case waits for the person already.
state-case-asked = The person has not answered what they were asked last. Decide with what is there, or wait.
state-case-waited = This case stood as long as the policy allows. Decide with what is there.
state-case-not-waiting = This case does not wait.
state-case-proposed = A decision is proposed. Send it back first.
state-case-lapsed = Its time is over: the clock can no longer be stopped or made longer.
state-case-no-extension = This case can be given no more time.
state-case-hand-over = This case cannot be handed to them: they have another role, or it is their own case or a relation's.
state-case-of-the-house = We opened this case ourselves, so it cannot be taken back.
