# Correcting and completing one's own data.

correct-title = Correct my data
correct-lead = What is wrong or missing you change here. Most of it holds at once; what the civil registry has confirmed takes a document.
correct-under-way = Your corrections
correct-values = Your data
correct-with-evidence = Correct
correct-at-once = You change it yourself; it holds at once.
correct-needs = Confirmed by the civil registry: to change it, show a document.
correct-waiting = Waits for your document
correct-open = Being decided
correct-granted = Corrected
correct-refused = Not corrected
correct-withdrawn = Taken back
correct-decided-at = Decided on { $at }.
correct-due = You hear from us by { $at }.
correct-waits = We wait for your document until { $at }.
correct-since = Since { $at }.
correct-number = Number { $number }
correct-told = Told that the earlier value was wrong: { $recipient }. We wait for the acknowledgement.
correct-told-answered = Told that the earlier value was wrong: { $recipient }. Acknowledged.
correct-see = See the case
correct-add-files = Add files

correct-value-title = Correct your { $field }
correct-value-lead = The civil registry has confirmed this value. We change it when you show that another is right: decided within 72 hours of your document.
correct-now = We hold:
correct-new-name = Your name as it should be
correct-new-nik = Your NIK as it should be
correct-new-nik-hint = 16 digits, as on your identity card
correct-new-birth-date = Your birth date as it should be
correct-evidence = Document
correct-proof-name = For example your identity card, birth certificate or a court's decision.
correct-proof-nik = For example your identity card or family card.
correct-proof-birth-date = For example your birth certificate, identity card or family card.
correct-later = You can also send it later.
correct-said = What else should we know?
correct-send = Ask for the correction
correct-means = Until it is decided the value counts as disputed: nothing is decided by machine on it, and it is given to nobody. What you state is true, and you may change it.

data-earlier = Earlier: { $value }, until { $at }. Kept sealed until { $until }.
data-earlier-label = What stood here before
data-correct = Something wrong? Correct it here.
refused-needs-evidence = The civil registry has confirmed this. To change it, show a document: choose “Correct my data”.
refused-same-value = This is what we hold already. Write what should stand here instead.
state-correct-at-once = This you can change yourself, on the page of your data. No case is needed.
state-correction-open = A correction of this is open already. Add to that one.
state-correction-gone = There is nothing left to correct: the person erased this value while the case was open. Refuse it with that reason.
state-correction-nik-taken = Another account holds this NIK. It cannot be given twice: first settle whose it is (a case of identity), or refuse this one.

overdue-title = Not acknowledged in time
overdue-lead = These recipients were told and have not answered. They are told again every day; call them.
overdue-line = { $recipient }: { $what }. To be acknowledged by { $at }.
overdue-removal = what they received is to go
overdue-correction = a value that they received was wrong ({ $fields })
overdue-withdrawal = a consent was withdrawn
overdue-restriction = processing is restricted
