## Names from the registers: fields, roles, purposes, sources. Written to fit inside a sentence, hence `said-`:
## a programme says the same names as headings (policy.ftl), and the two must not take each other's place.

said-field-name = name
said-field-email = e-mail address
said-field-phone = mobile number
said-field-nik = NIK
said-field-kk = family card number (KK)
said-field-birth-date = birth date
said-field-address = address
said-field-occupation = occupation
said-field-education = education
said-field-payout-account = payout account
said-field-passkeys = passkeys
said-field-password-hash = password (scrambled)
said-field-device = device
said-field-letter = letters
said-field-statement = statement
said-field-pending-contact = new contact that is waiting
said-field-draft = half-filled form
said-field-relation = declared relation
said-field-gender = gender
said-field-attachment = files
said-field-evidence = evidence

category-identity = Identity
category-birth = Birth date
category-contact = Contact
category-address = Address
category-unique-numbers = Civil registration numbers
category-livelihood = Work and education
category-accounts = Accounts for payment
category-identity-documents = Identity cards
category-photo = Photos
category-biometrics = Biometrics
category-profile = Profile
category-test-and-survey-results = Test and survey results
category-sign-in = Sign-in and devices
category-correspondence = Letters and statements
category-declared-relations = Declared relations

sensitivity-general = general data
sensitivity-specific = specific data

said-role-person = You
said-role-contact-agent = A contact agent
said-role-reviewer = A reviewer
said-role-payment-officer = A payment officer
said-role-communications = A communications officer
said-role-researcher = A researcher
said-role-dpo = The data protection officer
said-role-auditor = An auditor
said-role-administrator = A programme administrator
said-role-lead = The lead of the service
said-role-helper = A helper
said-role-system = The system

## Purposes as the end of a sentence: "… to check whether you may join".
for-enrolment = to register you
for-benefits = to give you the programme's benefits
for-due-diligence = to check whether you may join
for-terms = to carry out the terms and conditions
for-services = to give you a service you asked for
for-outreach = to tell you about the programme
for-events = to organise an event
for-payment-verification = to make sure that money reaches you
for-research = to study what the programme achieves
for-questions = to answer your question or complaint
for-improvement = to improve the service
for-cookies = to handle cookies
for-fraud = to prevent and investigate fraud
for-legal-duty = to meet a duty of the law
for-authorities = to answer a formal request of a court or authority
for-backup = to make a backup
for-maintenance = to maintain the system
for-correspondence = to write to you
for-rights = to serve your rights over your own data
for-retention = because its time was over
for-rotation = to renew the keys that protect it
for-security = to keep your account safe
for-staff-accounts = to run staff accounts
for-oversight = to oversee how data are used
for-outreach-others = to pass on offers of others

said-operation-obtain = received
said-operation-collect = collected
said-operation-manage = handled
said-operation-analyse = assessed
said-operation-store = stored
said-operation-revise = corrected
said-operation-update = updated
said-operation-display = looked at
said-operation-announce = published
said-operation-transfer = transferred
said-operation-distribute = distributed
said-operation-disclose = disclosed
said-operation-delete = deleted
said-operation-destroy = destroyed

said-basis-consent = your consent
said-basis-contract = the agreement with you
said-basis-legal-obligation = a legal obligation
said-basis-vital-interest = a vital interest
said-basis-public-task = a public task
said-basis-legitimate-interest = a legitimate interest

said-recipient-government = ministries, agencies and regional governments
said-recipient-training-partners = training institutions
said-recipient-payment-partners = banks and e-wallets
said-recipient-service-providers = technology providers
said-recipient-messaging-houses = mailing and messaging houses
said-recipient-researchers = researchers
said-recipient-advisers = auditors and advisers
said-recipient-authorities = courts and law enforcement
said-recipient-other-controller = another controller of your choice

said-source-registration = you entered it when you registered
said-source-service-use = from a service you used
said-source-partner = from a partner of the programme
said-source-public-source = from a public source
said-source-usage-record = from records of use
said-source-interaction = from a conversation with staff
said-source-website-input = you entered it on this site
said-source-test-or-survey = from a test or survey
said-source-social-media = from social media, by your own doing
said-source-social-media-page = from a social media page
said-source-ministry = from a ministry or agency
said-source-event = from an event
said-source-private-provider = from a private service provider
said-source-marketing-partner = from a marketing partner

identity-none = NIK not given yet
identity-claimed = NIK is being checked
identity-verified = NIK matches
identity-mismatch = NIK does not match
identity-contested = Staff are checking the NIK

eligibility-open = Not assessed yet
eligibility-eligible = You meet the rules
eligibility-not-eligible = You do not meet the rules yet
eligibility-review = Waiting for a decision by staff

batch-state-planned = Opens soon
batch-state-open = Open
batch-state-closed = Closed, waiting for the draw
batch-state-drawn = Drawn
batch-state-failed = The draw did not take place

entry-joined = You have joined
entry-left = You have left
entry-entered = You are in the draw
entry-not-entered = You are not in the draw
entry-selected = You were selected
entry-waiting = You are on the waiting list
entry-withdrawn = You withdrew

case-kind-eligibility = Eligibility question
case-kind-identity = Identity question
case-kind-contact-change = Contact change
case-kind-correction = Correction
case-kind-objection = Objection
case-kind-draw-review = Draw contested
case-kind-restriction = Restriction
case-kind-deletion = Deletion
case-kind-access = Access
case-kind-look-complaint = Complaint about a use
case-kind-question = Question
case-kind-complaint = Complaint
case-kind-representation = Acting for another
case-state-open = Waiting
case-state-granted = Granted
case-state-refused = Refused
case-state-waiting = Waiting for the person
case-state-proposed = Waiting for a second officer
case-state-answered = Answered
case-state-withdrawn = Withdrawn

channel-email = E-mail
channel-text = Text message
channel-whatsapp = WhatsApp

gender-female = Woman
gender-male = Man

occupation-job-seeker = Looking for work
occupation-laid-off = Laid off
occupation-employee = Employee or labourer
occupation-small-business-owner = Owner of a micro or small business
occupation-farmer-fisher = Farmer or fisher
occupation-homemaker = Keeping house
occupation-student = Pupil or student
occupation-civil-servant = Civil servant
occupation-soldier = Member of the armed forces
occupation-police = Member of the police
occupation-village-official = Village head or village official
occupation-state-official = State official or member of a parliament
occupation-state-company-director = Director, commissioner or supervisor of a state company
occupation-other = Something else

education-none = Primary school not completed
education-primary = Primary school
education-junior-high = Junior high school
education-senior-high = Senior high or vocational school
education-diploma = Diploma
education-bachelor = Bachelor’s degree
education-master = Master’s degree
education-doctor = Doctorate
education-enrolled = { $level }, still in school or university
