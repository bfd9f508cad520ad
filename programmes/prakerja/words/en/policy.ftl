### The words of the model programme's policy, English. Our own words throughout, not the published text.
### The keys belong to ../../policy.toml and to the registers in crates/domain; crates/policy/src/words.rs
### lists them. Pieces of sentences (-to, -did, -a, -your, -who) have no full stop.

policy-title = How we handle your data
policy-intro = This page says which data about you we use, what for, who may see them and how long we keep them. What does not stand here, we do not do: the program refuses it.
policy-model = This is a model made from public documents, to show how such a policy can be kept. It does not belong to the real Kartu Prakerja programme and is not affiliated with it.
law-article = Law 27/2022, article { $number }
law-goes-first = The law says more here than the published policy. We follow the law.
needed = Needed
optional = Optional
record-your = your record
retention-rule = { $length } after { $event }, then { $then }
retention-at-once = Until { $event }, then { $then }

## Clauses

clause-1-1 = Who answers for your data
clause-1-1-text = The programme's management office answers for your data. It belongs to the Coordinating Ministry for Economic Affairs and works under the presidential regulations named here.
clause-1-2 = Read it together with the terms
clause-1-2-text = This policy and the terms and conditions belong together: you see both and agree to both. "Use" here means anything done with your data, from asking for them to destroying them; there are fourteen such acts, and each is recorded by its name.
clause-1-3 = When this policy changes
clause-1-3-text = We tell you on the site and by e-mail before a change takes effect, above all when we want to collect more. The published policy takes your going on as agreement. We do not: where a change needs your yes, we ask, and wait for your answer.
clause-2-1 = Which data
clause-2-1-text = These are all the kinds of data that we may hold about you, and the places outside from which some of them may come. Beside each value in your account stands where it came from and when.
clause-2-2 = It depends on what you do
clause-2-2-text = What we ask depends on what you want to do. Registering takes little; being paid takes more.
clause-2-3 = You need not give anything
clause-2-3-text = Nothing is compulsory. Some services cannot work without certain data; beside each field we say which, and what you cannot do without it.
clause-2-4 = Counting visits
clause-2-4-text = We count visits: how many, which pages, when and how long, by which path, and from where people came. The counts do not say who you are and are not joined to your data.
clause-2-5 = Leaving a field empty
clause-2-5-text = Optional really is optional. You can leave such a field empty and fill it in later, or never.
clause-2-6 = True and complete
clause-2-6-text = By sending a form you confirm that what you wrote is true and complete as far as you know. We record that you confirmed it.
clause-3-1 = Nine ways in which data come
clause-3-1-text = Data come when you register, use a service, fill in a form, take a test or a survey, talk to us, or reach us through social media; from partners and public sources; and from records of use. Each value keeps the way it came.
clause-3-2 = Visit counts stay counts
clause-3-2-text = Visit counts never identify anybody and are never combined with your data. We keep no identifier with them, so it could not be done.
clause-3-3 = Cookies
clause-3-3-text = Some cookies keep you signed in or remember a half-filled form. You may refuse every cookie that is not needed for this, and the site still works.
clause-3-4 = Measuring and tailoring
clause-3-4-text = The published policy says that local storage, beacons, tags and tracked links may be used and perhaps combined with your data. With us each of these is off until you say yes to it by itself, and without your yes links and mails carry no mark of yours.
clause-3-5 = Links to other sites
clause-3-5-text = Some links lead to other sites, with policies of their own. We mark them, so that you know when you leave.
clause-4-1 = What for
clause-4-1-text = We use your data to register you and let you take part, and for the purposes listed here. Each has a lawful ground, its own data, the people who may act, and an end.
clause-4-1-a = Giving you your benefits
clause-4-1-a-text = { purpose-benefits-why }
clause-4-1-b = Checking
clause-4-1-b-text = { purpose-due-diligence-why }
clause-4-1-c = Keeping to the terms
clause-4-1-c-text = { purpose-terms-why }
clause-4-1-d = Services you ask for
clause-4-1-d-text = { purpose-services-why }
clause-4-1-e = News and offers
clause-4-1-e-text = { purpose-outreach-why } { purpose-outreach-others-why }
clause-4-1-f = Events
clause-4-1-f-text = { purpose-events-why }
clause-4-1-g = Making sure the money arrives
clause-4-1-g-text = { purpose-payment-verification-why }
clause-4-1-h = Research and surveys
clause-4-1-h-text = { purpose-research-why }
clause-4-1-i = Questions and complaints
clause-4-1-i-text = { purpose-questions-why }
clause-4-1-j = Improving the service
clause-4-1-j-text = { purpose-improvement-why }
clause-4-1-k = Cookies
clause-4-1-k-text = { purpose-cookies-why }
clause-4-1-l = Preventing fraud
clause-4-1-l-text = { purpose-fraud-why }
clause-4-1-m = What the law asks of us
clause-4-1-m-text = { purpose-legal-duty-why }
clause-4-1-n = Courts and authorities
clause-4-1-n-text = { purpose-authorities-why }
clause-4-1-o = Backups
clause-4-1-o-text = { purpose-backup-why }
clause-4-1-p = Keeping the system in order
clause-4-1-p-text = { purpose-maintenance-why }
clause-4-2 = Letters and messages
clause-4-2-text = We write to you by e-mail, text or post. On an envelope stand your name and address, and nothing else.
clause-4-3 = Sharing
clause-4-3-text = For these purposes data may go to the recipients listed below, in Indonesia or abroad. Each time only what is needed goes, and you see in your trail what went to whom.
clause-5-1 = How we protect them
clause-5-1-text = We protect your data by technique and by rules: staff see only what their task needs, every look is written down first, and keys are changed regularly.
clause-5-2 = On the way
clause-5-2-text = Data travel encrypted, between you and us and between our own machines. We watch for threats, and tell you within 3 x 24 hours if your data were exposed.
clause-5-3 = At rest
clause-5-3-text = What we store is encrypted under keys of your own. You sign in with a one-time code or a passkey; a password may be added.
clause-5-4 = What you can do
clause-5-4-text = Keep your codes to yourself and sign out on shared phones. In your account you see where you are signed in, and can end any session.
clause-5-5 = When it is over
clause-5-5-text = When the purpose is over and no law keeps the data, the published policy speaks of making them anonymous. The law says erase or destroy, and that is what we do, by the times listed here. Before that we count people in groups; the count names nobody.
clause-5-6 = Rights and duties
clause-5-6-text = We weigh your rights against our duties openly: where we must keep something, we say what, why and until when.
clause-6-1 = Who may receive data
clause-6-1-text = Eight kinds of recipients. For each we keep the agreement and the country on record.
clause-7-1 = Correct data
clause-7-1-text = We keep your data accurate and complete, and need you to tell us of changes. A value that you dispute is marked and not relied upon.
clause-7-2 = See, copy, complete, correct
clause-7-2-text = In your account you can see everything, take a copy, complete and correct it, at any time.
clause-7-3 = Within 3 x 24 hours
clause-7-3-text = Once we know enough, a correction is made within 3 x 24 hours, and we tell you the result.
clause-7-4 = Deleting and withdrawing
clause-7-4-text = You can end the use of your data, erase them or have them destroyed; what no law keeps goes at once, and you get a certificate. For what stays we say why and until when, and you can contest it. The published policy makes this, and withdrawing a consent, a request that we weigh; we do not: a consent that you withdraw ends at once.
clause-8 = Complaints
clause-8-text = Send a complaint with the report form. We look into it and answer in good time, and you can follow it.
clause-9 = How to reach us
clause-9-text = Use the report form, the free telephone line, WhatsApp or the live chat. Whichever you use, it becomes one and the same case.
clause-10 = From your first visit
clause-10-text = The policy applies from your first visit. The published text counts your visit as consent and says that you give up claims. We do not: consent is what you give by a clear yes, for one purpose, and your right to claim stays yours. Where the law lets us act without consent, the purpose says so.

## Purposes

purpose-enrolment = Registration and profile
purpose-enrolment-why = We open your account and let you take part. For that we need a way to reach you, and later your profile.
purpose-enrolment-to = to register you and complete your profile
purpose-benefits = Giving you your benefits
purpose-benefits-why = We give you what you are entitled to: a place in a batch, a training voucher, incentives.
purpose-benefits-to = to give you your place and your benefits
purpose-due-diligence = Checking whether you may join
purpose-due-diligence-why = We check your identity with the civil registry and whether the programme's rules are met. Where a machine cannot decide, or you object to that, a human does.
purpose-due-diligence-to = to check whether you may join
purpose-terms = Keeping to the terms
purpose-terms-why = We carry out the terms and conditions and see that they are kept. If something has consequences for you, we explain it and you can contest it.
purpose-terms-to = to carry out the terms and conditions
purpose-services = Services you ask for
purpose-services-why = We provide what you ask for on the site, such as choosing and booking a course.
purpose-services-to = to provide a service you asked for
purpose-outreach = News and offers from us
purpose-outreach-why = We send you news and offers of the programme, only if you said yes, and only by the channels you chose.
purpose-outreach-to = to send you news that you agreed to
purpose-outreach-others = Offers from others
purpose-outreach-others-why = We send you offers of third parties only if you said yes to that too. It is a choice apart from our own news.
purpose-outreach-others-to = to send you offers of others that you agreed to
purpose-events = Events
purpose-events-why = We invite you to events and group talks and run them, if you agreed.
purpose-events-to = to invite you to an event
purpose-payment-verification = Making sure the money arrives
purpose-payment-verification-why = We check that money and incentives reach the right person on the right account.
purpose-payment-verification-to = to make sure your money reaches you
purpose-research = Research and surveys
purpose-research-why = We study how the programme works, with surveys and analysis, if you agreed. Your name, numbers and addresses are not part of it.
purpose-research-to = to study how the programme works
purpose-questions = Questions and complaints
purpose-questions-why = We answer what you ask and look into what you complain about.
purpose-questions-to = to answer your question or complaint
purpose-improvement = Improving the service
purpose-improvement-why = We look at how the site is used, to make it better. Without your yes we use only counts that concern nobody in particular.
purpose-improvement-to = to make the site better
purpose-cookies = Cookies that you chose
purpose-cookies-why = We set cookies beyond the needed ones only in the groups that you agreed to.
purpose-cookies-to = to keep the cookies that you chose
purpose-fraud = Preventing fraud
purpose-fraud-why = We look into double registrations, false details and other abuse of public money. Whoever knows you does not handle your case.
purpose-fraud-to = to look into possible fraud
purpose-legal-duty = What the law asks of us
purpose-legal-duty-why = We use data where a law obliges us to. Each such request is recorded with its ground and who decided.
purpose-legal-duty-to = to do what a law asks of us
purpose-authorities = Courts and authorities
purpose-authorities-why = We hand over data where a court or authority may demand it. We check the ground first and record what was given.
purpose-authorities-to = to answer a court or authority
purpose-backup = Backups
purpose-backup-why = We keep encrypted copies so that nothing is lost. What you have erased cannot be opened from them any more after fourteen days.
purpose-backup-to = to keep a safe copy
purpose-maintenance = Keeping the system in order
purpose-maintenance-why = We maintain, test and improve the system. Tests use invented people, never your data.
purpose-maintenance-to = to keep the system in order
purpose-correspondence = Letters and messages
purpose-correspondence-why = We write to you about your account, your case and your benefits.
purpose-correspondence-to = to write to you
purpose-rights = Your own view and rights
purpose-rights-why = You see, copy, correct and delete your own data, and use your other rights.
purpose-rights-to = to see or correct what is kept about you
purpose-retention = Keeping no longer than needed
purpose-retention-why = What has reached its end is removed by the system, and what you asked another way to have removed, by the data protection officer. Nothing is opened for it, and whoever received it is told.
purpose-retention-to = to remove what has reached its end or was asked to go
purpose-rotation = Changing keys
purpose-rotation-why = Keys are changed regularly. Your data are not opened for it.
purpose-rotation-to = to change the keys
purpose-security = Signing in safely
purpose-security-why = We make sure that it is you who signs in, and tell you of new devices.
purpose-security-to = to make sure that it is you who signs in
purpose-staff-accounts = Staff accounts
purpose-staff-accounts-why = We keep the accounts of staff, their roles, and the relations that they declare.
purpose-staff-accounts-to = to keep the accounts of staff
purpose-oversight = Watching the watchers
purpose-oversight-why = The data protection officer and auditors check who looked at data, and why.
purpose-oversight-to = to check that data are used rightly

## Categories

category-identity = Identity
category-identity-why = Who you are: name, gender, nationality.
category-birth = Birth
category-birth-why = When you were born.
category-contact = Ways to reach you
category-contact-why = E-mail and phone.
category-address = Address
category-address-why = Where you live.
category-unique-numbers = Identity numbers
category-unique-numbers-why = NIK and family card number. They reveal birth date, sex and origin, so we treat them with care.
category-livelihood = Work and education
category-livelihood-why = What you do, and what you have learned.
category-accounts = Bank and e-wallet accounts
category-accounts-why = Where your incentives are paid.
category-identity-documents = Identity documents
category-identity-documents-why = A picture of your identity card.
category-photo = Photographs
category-photo-why = Pictures of you.
category-biometrics = Biometrics
category-biometrics-why = Measures of your face, used once to compare it with your card.
category-profile = Interests and habits
category-profile-why = What interests you and how you use the site, if you agreed.
category-test-and-survey-results = Tests and surveys
category-test-and-survey-results-why = Your results and answers.
category-sign-in = Signing in
category-sign-in-why = Passkeys, a password's fingerprint, your devices.
category-correspondence = Letters and cases
category-correspondence-why = What was written to you, by you or about you.
category-declared-relations = Declared relations
category-declared-relations-why = Whom a member of staff knows, so that they do not handle that person's case.

## Fields

field-name = Full name
field-name-why = So that we know how to address you and can compare it with the civil registry.
field-name-your = your name
field-name-empty = Without a name we cannot open an account.
field-gender = Gender
field-gender-why = The programme reports how many women and men take part.
field-gender-your = your gender
field-gender-empty = Nothing changes for you.
field-nationality = Nationality
field-nationality-why = The programme is for Indonesian citizens.
field-nationality-your = your nationality
field-birth-date = Birth date
field-birth-date-why = The programme is for people of 18 to 64 years.
field-birth-date-your = your birth date
field-birth-date-empty = You can look around, but we cannot check your age and you cannot join a batch.
field-email = E-mail address
field-email-why = We send you codes and news of your account. E-mail or phone, one is enough.
field-email-your = your e-mail address
field-email-empty = We then use your phone number alone.
field-phone = Mobile number
field-phone-why = We send you codes and news of your account. E-mail or phone, one is enough.
field-phone-your = your mobile number
field-phone-empty = We then use your e-mail address alone.
field-pending-contact = New contact, waiting
field-pending-contact-why = A new e-mail address or number waits some days, so that nobody can take your account in one go.
field-pending-contact-your = your new contact
field-address = Address
field-address-why = Some batches are for certain regions, and letters need it.
field-address-your = your address
field-address-empty = You can join batches that are open to every region.
field-nik = NIK
field-nik-why = The civil registry confirms with it that you are you, and that nobody takes part twice.
field-nik-your = your NIK
field-nik-empty = Your account works, but you cannot join a batch or be paid.
field-kk = Family card number
field-kk-why = At most two people of one family card may take part.
field-kk-your = your family card number
field-kk-empty = Your account works, but you cannot join a batch.
field-occupation = Occupation
field-occupation-why = Some occupations, such as officials, cannot take part.
field-occupation-your = your occupation
field-occupation-empty = Your account works, but you cannot join a batch.
field-education = Education
field-education-why = The programme is for people who are not at school or university.
field-education-your = your education
field-education-empty = Your account works, but you cannot join a batch.
field-payout-account = Bank or e-wallet account
field-payout-account-why = Your incentives are paid there.
field-payout-account-your = your bank or e-wallet account
field-payout-account-empty = You can join and learn. Incentives wait until you give an account.
field-identity-card = Picture of the identity card
field-identity-card-why = To compare with what you told us.
field-identity-card-your = the picture of your identity card
field-photo = Photograph
field-photo-why = To compare with the picture on your card.
field-photo-your = your photograph
field-face-template = Face measures
field-face-template-why = Made from your photograph for one comparison, then destroyed.
field-face-template-your = your face measures
field-interests = Interests
field-interests-why = To suggest courses, if you agreed.
field-interests-your = your interests
field-test-result = Test result
field-test-result-why = Part of joining a batch.
field-test-result-your = your test result
field-survey-answer = Survey answers
field-survey-answer-why = To study how the programme works.
field-survey-answer-your = your survey answers
field-passkeys = Passkeys
field-passkeys-why = So that you can sign in without a code.
field-passkeys-your = your passkeys
field-password-hash = Password fingerprint
field-password-hash-why = So that your password can be checked without our knowing it.
field-password-hash-your = the fingerprint of your password
field-device = Devices
field-device-why = So that you see where you are signed in.
field-device-your = your devices
field-draft = Unfinished form
field-draft-why = So that you need not type twice.
field-draft-your = your unfinished form
field-letter = Letters and messages
field-letter-why = What we wrote to you.
field-letter-your = a message to you
field-statement = Statements
field-statement-why = What was said in your case, and why somebody looked.
field-statement-your = what was said in your case
field-attachment = Files
field-attachment-why = What you attached when you wrote to us.
field-attachment-your = what you attached
field-evidence = Evidence
field-evidence-why = What you sent to show that a value is wrong, or that you may act for somebody.
field-evidence-your = your evidence
field-relation = Declared relation
field-relation-why = Whom a member of staff knows.
field-relation-your = a relation you declared

## The fourteen operations

operation-obtain = Asking
operation-obtain-why = Asking you for data, or receiving them from you.
operation-obtain-did = received
operation-collect = Bringing together
operation-collect-why = Bringing data together from several places.
operation-collect-did = brought together
operation-manage = Keeping in order
operation-manage-why = Sorting, assigning, keeping a status.
operation-manage-did = worked with
operation-analyse = Assessing
operation-analyse-why = Comparing, checking, deciding.
operation-analyse-did = assessed
operation-store = Keeping
operation-store-why = Keeping data, encrypted.
operation-store-did = stored
operation-revise = Correcting
operation-revise-why = Putting right what was wrong.
operation-revise-did = corrected
operation-update = Updating
operation-update-why = Bringing data up to date.
operation-update-did = updated
operation-display = Looking
operation-display-why = Showing data to somebody.
operation-display-did = looked at
operation-announce = Publishing
operation-announce-why = Making data public.
operation-announce-did = published
operation-transfer = Handing over
operation-transfer-why = Handing data to another body, here or abroad.
operation-transfer-did = handed over
operation-distribute = Handing to several
operation-distribute-why = Handing data to several recipients.
operation-distribute-did = sent out
operation-disclose = Passing on
operation-disclose-why = Letting a named recipient know.
operation-disclose-did = passed on
operation-delete = Deleting
operation-delete-why = Removing values.
operation-delete-did = deleted
operation-destroy = Destroying
operation-destroy-why = Making everything unreadable for good.
operation-destroy-did = destroyed

## Roles

role-person = You
role-person-a = You
role-person-why = You yourself, for yourself.
role-contact-agent = Contact agent
role-contact-agent-a = A contact agent
role-contact-agent-why = Answers questions and complaints.
role-reviewer = Reviewer
role-reviewer-a = A reviewer
role-reviewer-why = Decides what a machine cannot: identity and the rules.
role-payment-officer = Payment officer
role-payment-officer-a = A payment officer
role-payment-officer-why = Pays, and checks that money arrives.
role-communications = Communications
role-communications-a = Somebody from communications
role-communications-why = Writes to participants.
role-researcher = Researcher
role-researcher-a = A researcher
role-researcher-why = Studies the programme.
role-dpo = Data protection officer
role-dpo-a = The data protection officer
role-dpo-why = Watches over the use of data, and helps you with your rights.
role-auditor = Auditor
role-auditor-a = An auditor
role-auditor-why = Inspects, and changes nothing.
role-administrator = Administrator
role-administrator-a = An administrator
role-administrator-why = Runs staff accounts and batches.
role-lead = Lead of the service
role-lead-a = The lead of the service
role-lead-why = Sees how many cases wait and for how long, and hands them out; opens none.
role-helper = Helper
role-helper-a = Your helper
role-helper-why = A parent, guardian or helper who acts for you, after a check and for a term.
role-system = The system
role-system-a = The system
role-system-why = A job of the program itself; no human looks.

## Lawful bases

basis-consent = Your consent
basis-consent-why = You said yes to this purpose. You can withdraw it at any time, and it ends at once.
basis-contract = Our agreement
basis-contract-why = You and we agreed on it in the terms and conditions.
basis-legal-obligation = A duty by law
basis-legal-obligation-why = A law obliges us.
basis-vital-interest = Life and limb
basis-vital-interest-why = Somebody's life or health depends on it.
basis-public-task = A public task
basis-public-task-why = The regulations charge us with running the programme.
basis-legitimate-interest = A legitimate interest
basis-legitimate-interest-why = We have a good reason that does not outweigh your rights. You can object.

## Recipients

recipient-government = Ministries and governments
recipient-government-why = Ministries, agencies and regional governments, the civil registry among them.
recipient-government-who = a ministry or government office
recipient-training-partners = Training partners
recipient-training-partners-why = Training institutions, and the platforms that sell their courses.
recipient-training-partners-who = a training partner
recipient-payment-partners = Payment partners
recipient-payment-partners-why = Banks, e-wallets and others who pay you.
recipient-payment-partners-who = a bank or payment partner
recipient-service-providers = Technical providers
recipient-service-providers-why = Those who run technology for us, and act only on our instruction.
recipient-service-providers-who = a technical provider
recipient-messaging-houses = Mailing and messaging houses
recipient-messaging-houses-why = Those who carry letters, mails and texts for us.
recipient-messaging-houses-who = a mailing or messaging house
recipient-researchers = Researchers
recipient-researchers-why = Those who study the programme or judge whether it works.
recipient-researchers-who = a research body
recipient-advisers = Auditors and advisers
recipient-advisers-why = Auditors, consultants and legal advisers, bound to secrecy.
recipient-advisers-who = an auditor or adviser
recipient-authorities = Courts and authorities
recipient-authorities-why = Courts, police, and bodies that supervise us, where a law says so.
recipient-authorities-who = a court or authority
recipient-other-controller = Another controller
recipient-other-controller-why = Whoever you ask us to send your data to, and nobody else.
recipient-other-controller-who = another controller of your choice

country-home = In Indonesia
country-adequate = Abroad, with equal protection
country-safeguarded = Abroad, under a binding agreement
country-other = Abroad, only with your consent

agreement-signed = Agreement signed
agreement-by-law = Ordered by law
agreement-drafted = Agreement in preparation
agreement-none = No agreement

## Sources

source-registration = Registration
source-registration-why = You gave it when you registered.
source-service-use = Use of a service
source-service-use-why = It came about when you used a service.
source-partner = A partner
source-partner-why = A partner of the programme gave it.
source-public-source = A public source
source-public-source-why = It was public.
source-usage-record = Records of use
source-usage-record-why = The system noted it while you used the site.
source-interaction = A conversation
source-interaction-why = You said it on the phone or in a chat.
source-website-input = A form on the site
source-website-input-why = You wrote it into a form.
source-test-or-survey = A test or survey
source-test-or-survey-why = You answered a test or survey.
source-social-media = Social media
source-social-media-why = You sent it to us through social media.
source-social-media-page = A social media page
source-social-media-page-why = It stood on a social media page.
source-ministry = A ministry
source-ministry-why = A ministry or agency told us, such as the civil registry.
source-event = An event
source-event-why = It was noted at an event.
source-private-provider = A private provider
source-private-provider-why = A company that serves the programme told us.
source-marketing-partner = A marketing partner
source-marketing-partner-why = A marketing partner told us.

## Sensitivity, objection, keeping

sensitivity-general = General
sensitivity-general-why = General personal data, as the law calls them.
sensitivity-specific = Specific
sensitivity-specific-why = Data that can hurt more, such as on money or the body. The law asks for extra care.

objection-not-possible = You cannot object here: a task or duty demands it.
objection-to-machines = If you object, a human decides instead of a machine.
objection-to-all = If you object, we stop.

length-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
length-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
length-months = { $count ->
    [one] { $count } month
   *[other] { $count } months
}
length-years = { $count ->
    [one] { $count } year
   *[other] { $count } years
}

retention-event-collection = we received it
retention-event-form-left = you left the form
retention-event-account-closed = your account is closed
retention-event-batch-over = the batch is over
retention-event-benefits-over = your last benefit was paid or lapsed
retention-event-case-decided = your case is decided
retention-event-consent-withdrawn = you withdraw your consent
retention-event-letter-sent = the message was sent
retention-event-session-ended = you signed out
retention-event-request-answered = the request was answered
retention-event-epoch-over = the period of the key is over
retention-event-staff-left = the member of staff left
retention-event-use = it was used

retention-then-erase = erased
retention-then-destroy = destroyed
retention-then-anonymise = made anonymous

## What stays in spite of a request, and what is counted

stay-when-benefit-given = if you were given a place
stay-when-fraud-case = if there was a case about your NIK
stay-rule = { $what }: kept even if you ask us to remove them, { $when }. { $kept }, and never longer than that kind of data may be kept at all. Law 27/2022, article { $article }.
stay-sooner = Sooner: { $what }, by its own time.
once-per-person = Once per person
once-per-person-why = If you were given a place, a keyed mark of your NIK stays for { $length } after your data are gone, so that nobody is given a place twice. It serves this check alone, and your NIK cannot be read from it.
anonymise = Counting those who leave
anonymise-why = When the last ground to keep your data is gone, you are counted by province, year and outcome in a group of at least { $threshold } people, and then everything is destroyed. Where the group is smaller, the whole country is taken; where that is still too small, you are not counted.

## What the policy says about itself

statement-change = How this policy changes
statement-change-why = You are told on the site and by e-mail before a change takes effect.
statement-continued-use = Going on using the site
statement-continued-use-why = The published policy takes it as agreement. The law wants a clear yes, so we ask you.
statement-claims = Your right to claim
statement-claims-why = The published policy says that you give up claims. The law gives you the right to sue and be compensated, and no policy can take it.
statement-withdrawal = Withdrawing a consent
statement-withdrawal-why = The published policy has us decide on it. The law lets you withdraw, so it takes effect at once.
statement-end-of-life = When data reach their end
statement-end-of-life-why = The published policy makes them anonymous. The law says erase or destroy, so we do.
statement-visit-data = Visit counts and your data
statement-visit-data-why = The published policy says once that they are never combined, and once that they may be. We keep them apart unless you agree.

## Refusals: what happened, and what you can do

refusal-no-clause = The policy names no such purpose, so this is not done.
refusal-closed = This is switched off, because the program wants more than the policy allows. The data protection officer has been told.
refusal-field-not-declared = This task does not need that value, so it stays closed.
refusal-operation-not-listed = The policy does not allow this act for this purpose.
refusal-role-not-listed = The policy does not allow this role to do this. Choose another purpose of your role.
refusal-category-not-listed = The policy does not allow these data for this purpose.
refusal-recipient-missing = Name who is to receive the data.
refusal-recipient-not-expected = Nothing leaves the house here, so no recipient may be named.
refusal-recipient-not-listed = The policy does not allow this recipient for this purpose.
refusal-no-agreement = There is no agreement in force with this recipient yet.
refusal-no-consent-for-country = The recipient sits in a country without equal protection. It needs the person's consent.
refusal-actor-unknown = Please sign in again: we do not know who you are.
refusal-not-self = Only the person concerned can do this.
refusal-own-case = This is your own case. A colleague handles it.
refusal-related-case = You declared a relation to this person. A colleague handles the case.
refusal-ended = The use of this person's data has ended. They stay sealed.
refusal-restricted = The person had the use of their data paused. It goes on when the pause is lifted.
refusal-policy-not-accepted = The policy has changed, and an answer is still missing. Read it and answer to go on.
refusal-legal-hold = A law keeps these data for now, so they cannot be removed yet.
refusal-disputed = The person says that this value is wrong. It is not used until that is settled.
refusal-no-consent = This needs a consent, and there is none.
refusal-child-consent = The person is under 18. A parent or guardian has to agree.
refusal-objected = The person objected, so this has stopped.
refusal-objected-to-machine = The person does not want a machine to decide. Hand the case to a human.

## Findings of the check

severity-error = Error
severity-warning = Warning
severity-law = Law
severity-info = Note

finding-purpose-missing = The purpose { $about } is in the program and not in the policy.
finding-purpose-without-clause = The purpose { $about } rests on no clause.
finding-purpose-without-retention = The purpose { $about } does not say how long data are kept.
finding-clause-unknown = Clause { $about } is cited and does not exist.
finding-category-missing = The category { $about } has no rule.
finding-category-without-retention = The category { $about } does not say how long it is kept.
finding-field-missing = The field { $about } is held and not named by the policy.
finding-source-missing = The source { $about } is not described.
finding-recipient-missing = The recipient class { $about } is not described.
finding-use-closed = The use { $about } wants more than the policy allows and is closed.
finding-words-missing = Words are missing: { $about } ({ $language }).
finding-field-differs = The field { $about } is described differently in the policy and in the program.
finding-category-too-mild = The field { $about } is more sensitive than its category says.
finding-article-differs = The purpose { $about } cites an article that does not belong to its basis.
finding-objection-denied = The purpose { $about } must allow objections.
finding-consent-after-end = The purpose { $about } rests on consent and would go on after the end.
finding-disclosure-without-recipient = The purpose { $about } discloses and names nobody.
finding-recipient-without-disclosure = The purpose { $about } names recipients and discloses nothing.
finding-machine-without-analysis = For the purpose { $about } a machine is to decide and may not assess.
finding-event-cannot-happen = The time to keep of { $about } is counted from something that cannot happen.
finding-kept-longer-than-cap = The purpose { $about } keeps something longer than its category may be kept.
finding-sooner-without-need = The purpose { $about } says that a category ends sooner, and it does not.
finding-stay-without-ground = What stays for { $about } in spite of a request lacks a part of its ground.
finding-stay-on-consent = The purpose { $about } rests on consent, so nothing can stay for it in spite of a request.
finding-once-per-person-without-ground = The mark that stays for once per person lacks a part of its ground ({ $about }).
finding-anonymise-without-threshold = Something is made anonymous ({ $about }), and it is not said how large a group must be or where that is written.
finding-case-without-clock = Nobody is told in how many hours requests of the kind { $about } are answered.
finding-case-without-clause = The clock of requests of the kind { $about } rests on no clause.
finding-clock-longer-than-law = Requests of the kind { $about } may take longer than the three times 24 hours of the law.
finding-anonymous-group-too-small = The groups that are counted ({ $about }) are so small that people could be told apart.
finding-purpose-unreachable = Nobody can use the purpose { $about }.
finding-category-unused = No purpose uses the category { $about }.
finding-recipient-unused = Nothing goes to the recipient class { $about }.
finding-recipient-unreachable = The recipient class { $about } sits abroad without an agreement in force.
finding-role-unused = The role { $about } has no purpose.
finding-wider-than-code = The purpose { $about } allows more than the program needs.
finding-purpose-without-use = The program does not use the purpose { $about } yet.
finding-law-consent-by-use = The policy takes going on as consent. Articles 20 to 24 want a clear, recorded yes, so we ask for it.
finding-law-change-untold = The policy does not promise notice before a change. Article 21 wants it, so we tell people before.
finding-law-claims-waived = The policy says that claims are given up. Article 12 keeps them, so we record no waiver.
finding-law-withdrawal-by-leave = The policy makes withdrawal a request. Articles 9 and 40 make it a right, so it ends at once.
finding-law-anonymised = The policy anonymises at the end. Articles 43 and 44 say erase and destroy, so we do.
finding-law-visit-data = The policy says both that visit data are never combined and that they may be. We keep them apart unless somebody agrees.
finding-law-machine-without-objection = For the purpose { $about } a machine decides and an objection changes nothing. Article 10 gives the right to object.
