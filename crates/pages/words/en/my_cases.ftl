## /me/cases: the person's own cases.

my-cases-title = Your cases
my-cases-see = See your cases
my-cases-lead = Everything you have asked, by whichever way.
my-cases-none = You have not asked for anything yet. You can begin here:
my-cases-appeal = Appeal: { $kind }
my-cases-due =
    { $left ->
        [one] Answered by { $at }; one hour left
       *[other] Answered by { $at }; { $left } hours left
    }
my-cases-late = It should have been answered by { $at }. We are late; the data protection officer has it.
my-cases-waits = Waits for you, until { $at }
my-cases-ended = Ended { $at }
my-cases-opened = Opened { $at }

weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
weekday-moment = { $day } { $at }

my-case-back = Your case
my-case-said = What was said
my-case-is-appeal = This is an appeal against an earlier decision.
my-case-before = See that decision
my-case-about = About this line of your trail:
my-case-entry = line { $id }
my-case-on = The way on
my-case-ground = The ground of the refusal: { $ground } ({ $law }).
my-case-appeal = Appeal
my-case-appeal-how = Another officer decides.
my-case-appealed = You have appealed.
my-case-see-appeal = See the appeal
my-case-answer-entry = The answer stands in your trail:
my-case-say = Say more
my-case-answer = Your answer
my-case-say-hint = At most 2,000 characters. No passwords or codes.
my-case-send = Send
my-case-attach = Attach a picture or document
my-case-withdraw = Take this case back
my-case-withdraw-hint = The case ends. You can ask again at any time.

## A complaint about a line of the trail.

entry-cases = Your complaint about this line
entry-case-see = See the complaint and its answer
entry-case-answer = The answer is recorded
entry-is-answer = This line records the answer to a case of yours.

## A consent that was withdrawn: who was told.

consent-told = Whoever received data for this, and was told by us:
consent-told-due = must reply by { $at }
consent-told-answered = replied { $at }
