## Completing the profile

attest-line = By saving you state that this is true and complete.
profile-later = Later

numbers-title = Your numbers and birth date
numbers-lead = Have your identity card and family card at hand.
numbers-nik = NIK (national identity number)
numbers-nik-hint = 16 digits at the top of your identity card.
numbers-kk = Family card number (KK)
numbers-kk-hint = 16 digits at the top of the family card.
numbers-birth = Birth date
numbers-birth-hint = As on your identity card, such as 5 3 1998.
numbers-next = We then compare it with the civil registry. You can go on while that takes place.

birth-title = Which birth date is right?
birth-why = Your NIK contains another date. That happens, for example when birth data were corrected.
birth-typed = { $date }, as I entered it
birth-typed-hint = My NIK does contain another date.
birth-nik = { $date }, as in the NIK
birth-retype = I mistyped my NIK, let me enter it again
birth-next = Whatever you answer, your registration goes on.

address-title = Where do you live now?
address-step = Step { $n } of 3
address-now = Where you live now, even if your identity card says otherwise.
address-province = Province
address-regency = Regency or city
address-district = District
address-village = Village or urban ward
address-street = Street and house number
address-street-hint = Or the name of the hamlet, where streets have no names.
address-rt = RT
address-rw = RW
address-rt-hint = RT and RW may stay empty.
address-postcode = Postcode
address-change = Change
address-source = List of places: { $source }.

work-title = Your work and education
work-occupation = What you do now
work-occupation-hint = If more than one, choose the main one.
work-education = Highest education completed
work-enrolled = Are you at school or university now?
work-enrolled-hint = Courses and training for work do not count.

account-title = Where should incentives be sent?
account-lead = The account or e-wallet must be in your own name, with the same NIK.
account-provider = Bank or e-wallet
account-number = Account number, or mobile number of the e-wallet
account-number-hint = Spaces are fine.

## Result of the assessment

eligibility-lead-open = Some data are missing. Complete them, and you see the result here at once.
eligibility-lead-eligible = You meet all rules. You can join a batch that is open.
eligibility-lead-not = By your data, a rule is not met yet. If the data are wrong, correct them, or ask staff to look.
eligibility-lead-review = One rule may be decided only by a human. You need not do anything now.
eligibility-assessed = Assessed on { $at }.
rule-met = Met
rule-not-met = Not met
rule-missing = Data missing
rule-human = Staff decide
review-title = Ask staff to look
review-lead = You have the right to have a human look at an automatic result. Staff answer within 3 × 24 hours, and you are told.
review-statement = What is not right?
review-statement-hint = For example: I stopped being a village official in March 2026.
review-send = Send request
review-asked = Staff are looking at it
review-asked-by = Asked on { $at }. Answered by { $by } at the latest.
review-granted = Staff decided: the rules are met
review-refused = Staff decided: the rules are not met

## Changing one value

edit-title = Change your { $field }
edit-add-title = Enter your { $field }
edit-checked-again = After a change this is checked with the civil registry again.
edit-gender-hint = As on your identity card. You may leave it empty.
edit-gender = Gender
edit-kept = The old value is no longer used. That it was changed stands in your trail.
