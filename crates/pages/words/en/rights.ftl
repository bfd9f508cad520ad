## /me/rights: the rights, each with what it does, how long it takes, and the way to it.

rights-title = Your rights
rights-lead = These are your data. Below is everything you can ask for, how long it takes, and where. No letter is needed, and it costs nothing.
rights-at-once = At once.
rights-hours = Answered within { $hours } hours.
rights-four-eyes = Two officers decide.
rights-lapse-escalate = If we are late, it goes up to the data protection officer by itself, and you are told.
rights-lapse-restrict-value = If we are late, the data you dispute stop being used by itself until it is decided.
rights-lapse-stop-purpose = If we are late, that use stops by itself until it is decided.
rights-lapse-restrict = If we are late, the use of your data is suspended by itself until it is decided.
rights-open = You have asked for this: see how far it is
rights-objected = You object at present to: { $what }.

rights-access = See and copy your data
rights-access-does = Everything we hold about you, and who used it. On screen, as a PDF, or as a file that a computer can read.
rights-go-copy = Get a copy
rights-correct = Complete and correct
rights-correct-does = Data that are wrong or missing are put right. Some you change yourself; for NIK, name and birth date we ask for evidence.
rights-go-correct = Ask for a correction with evidence
rights-go-data = Change it yourself
rights-withdraw = Withdraw a consent
rights-withdraw-does = What you once agreed to stops from the moment you withdraw it, letters already queued as well. Whoever received data is told and must reply.
rights-go-consents = See and withdraw consents
rights-restrict = Suspend the use of your data
rights-restrict-does = Your data stay stored, but are not used for the programme until you open them again. You do not take part in draws meanwhile.
rights-go-restrict = Ask for suspension
rights-restricted = Suspended now
rights-lift = Let my data be used again
rights-object = Object
rights-object-does = You can say no to a use, or to being decided upon by machine alone: then a human looks and answers with reasons. You can contest each rule and each draw.
rights-go-object = Object
rights-go-rules = See the rules one by one
rights-erase = Delete your data
rights-erase-does = You can delete them yourself now, or ask us to assess it: you get an answer with reasons, and can appeal.
rights-go-delete = Ask for deletion
rights-go-leave = Delete it yourself now
rights-port = Send your data to another controller
rights-port-does = We send the same file straight to whom you name, with the receipt in your trail.
rights-go-send = Send my data
rights-look = Complain about a use
rights-look-does = From each line of your trail, with one tap. The data protection officer looks at that line and answers you.
rights-go-trail = Open your trail

rights-others = Somebody helps you
rights-others-how = A parent, a guardian or a helper can ask for much of this for you, once we have checked who they are. Everything they do stands in your trail.
rights-no = If the answer is no
rights-no-how = We may refuse only on a ground that the law names, and we name it. After that there are still ways on:
rights-no-appeal = Appeal: one tap on the page of your case. Another officer decides.
rights-no-dpo = The data protection officer takes your complaint.
rights-no-authority = The authority that supervises: { $name }, { $address }.
rights-no-court = The court: you may sue and be compensated ({ $law }). No rule of ours can take that away.

rights-letters = How we write to you
rights-letters-why = Letters and messages come the way you choose. Sign-in codes always go to the address you sign in with.
rights-letters-way = Write to me by
rights-letters-save = Save
rights-letters-one = There is only one way at present. Add another number or address in:

## Asking for something in a few words.

ask-then = What happens, and when
ask-why = Is there something you want to say?
ask-why-hint = In your own words, at most 2,000 characters. No passwords or codes.

ask-restrict = Suspend the use of your data
ask-restrict-lead = Your data stay stored and sealed. Until you open them again, they are not used for the programme.
ask-restrict-now = Your request reaches the data protection officer at once.
ask-restrict-after = As soon as it is in force you are told, and so is whoever received your data. To open them again takes one tap.
ask-restrict-send = Ask for suspension

ask-object = Object: { $title }
ask-object-lead = From this moment no machine decides about you alone for this purpose. A human looks at it.
ask-object-now = Your objection is in force at once.
ask-object-after = You get an answer with reasons that you can read. Until then no machine enters you into a draw. You can take the objection back at any time.
ask-object-send = Object

ask-stop = Say no: { $title }
ask-stop-lead = From this moment your data are not used for this purpose any more.
ask-stop-now = Your objection is in force at once, for letters already queued as well.
ask-stop-after = You can take the objection back at any time.
ask-stop-send = Stop this use

ask-contest = Contest the draw of batch { $number }
ask-contest-lead = A human looks at how your result came about: whether you should have been in it, and whether your rank is right.
ask-contest-now = A reviewer looks at the record of the draw and at the data used for you.
ask-contest-after = You get a written answer with reasons. A draw is never drawn again; if something proves wrong, you have it in writing, with what we put right.
ask-contest-send = Send
ask-contest-back = Batch { $number }

ask-appeal = Appeal: { $title }
ask-appeal-lead = Write why you think the decision is wrong. You can add new evidence afterwards.
ask-appeal-now = Another officer, not the one who decided, looks at it from the beginning.
ask-appeal-after = There is one appeal against each decision. After that there are still the authority and the court.
ask-appeal-send = Appeal

## Objecting.

object-title = Object
object-lead = The uses that you can say no to, one by one. An objection is in force at once.
object-none = At present there is no use that can be objected to in this way.
object-on = You object
object-off = In use
object-machines = Machines stop deciding alone; a human goes on.
object-stops = This use stops altogether.
object-do = Object
object-end = Take the objection back
object-rules = Rules and draws
object-rules-how = You can contest each rule that you do not meet: a human assesses it. So with the result of a draw.
object-consents = Everything else
object-consents-how = What rests on your consent stops when you withdraw it.
object-duty = Some uses are required by law and cannot be objected to in this way. The privacy policy says which, and why.

## Asking for deletion.

ask-delete = Ask for deletion
ask-delete-lead = We assess your request and answer with reasons: what is deleted, what must stay, and on which ground.
ask-delete-self = Want it sooner? You can delete it yourself, right now.
ask-delete-what = What should be deleted?
ask-delete-all = Everything
ask-delete-all-hint = Your account is closed as well.
ask-delete-parts = Some of it
ask-delete-parts-hint = Tick below. Your account stays.
ask-delete-which = If some of it: which?
ask-delete-preview = This is what happens if it is granted
ask-delete-goes = What is deleted
ask-delete-goes-none = By the rules nothing may be deleted at present. You can still ask us to assess it.
ask-delete-stays = What must stay, and why
ask-delete-now = Nothing is deleted now. Your request reaches the data protection officer.
ask-delete-granted = If it is granted, the deletion runs a few minutes later, and you get the code of its certificate.
ask-delete-refused = If it is refused, you read the reason with its article, and can appeal to another officer.
ask-delete-send = Send the request

## What is not possible.

state-restricted-already = The use of your data is suspended already.
state-restricted-not = The use of your data is not suspended.
state-contest-too-early = This batch is not closed yet, so there is no result to contest.
state-objected-not = You do not object to this use at present.
state-no-appeal = This decision cannot be appealed against, or has been already.
state-deletion-held = These data are under a legal hold. Settle the hold first, or refuse the request.
