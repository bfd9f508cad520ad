## The frame of the console, and names from the registers for staff (not for the person concerned).

clause-of-policy = clause { $number }
clause-of-law = Law 27/2022, article { $number }

bar-label = Purpose in force
bar-limits = What is open and what is closed
bar-limits-short = What is open
bar-none = No purpose is chosen: everybody’s data are closed.
bar-change = Change purpose
bar-choose = Choose a purpose
bar-opens = Open: { $fields }.
bar-closed = Closed for this purpose: { $fields }.
bar-closed-all = All data are closed until you choose a purpose.
bar-nothing = nothing
bar-closed-door = closed for this role or purpose
bar-nav = Staff console
bar-menu = Menu
bar-menu-here = Menu: { $here }
door-cases = Queue
door-look-up = Look somebody up
door-batches = Batches
door-numbers = Numbers
door-members = Staff
door-relations = Relations
door-removals = Removals
door-operation = Operation

home-title = What are you about to do?
home-you = You are signed in as { $name }.
home-lead = Choose one purpose. Only the data which that purpose needs are opened, and each look stands in the person’s trail.
home-no-role = You have no role in force yet. An administrator grants a role and a second person approves it. You will get a letter.
home-choose = Choose
home-in-force = In force now
home-closed = Closed
home-closed-why = The program wants more than the policy allows, so this is closed. The data protection officer has been told.
home-opens-nothing = Opens no personal data.
home-waiting = What waits for you
home-nothing-waits = Nothing waits. Thank you.
home-cases =
    { $n ->
        [one] 1 case waits
       *[other] { $n } cases wait
    }
home-cases-oldest = The oldest for { $span }.
home-approvals =
    { $n ->
        [one] 1 role waits for your approval
       *[other] { $n } roles wait for your approval
    }
home-approvals-why = A new role takes effect once a second person agrees.
home-reviews =
    { $n ->
        [one] 1 role ends soon and needs a review
       *[other] { $n } roles end soon and need a review
    }
home-batch = Batch { $number } waits for its next step

staff-role-person = The person concerned
staff-role-contact-agent = Contact agent
staff-role-reviewer = Reviewer
staff-role-payment-officer = Payment officer
staff-role-communications = Communications officer
staff-role-researcher = Researcher
staff-role-dpo = Data protection officer
staff-role-auditor = Auditor
staff-role-administrator = Administrator
staff-role-lead = Lead of the service
staff-role-helper = Helper
staff-role-system = The system
staff-role-contact-agent-does = Answers questions and complaints.
staff-role-reviewer-does = Decides cases of eligibility and identity.
staff-role-payment-officer-does = Pays, and checks that money arrives.
staff-role-communications-does = Writes to participants.
staff-role-researcher-does = Studies the programme from counts, without names.
staff-role-dpo-does = Watches over the use of data and helps people with their rights.
staff-role-auditor-does = Inspects, and changes nothing.
staff-role-administrator-does = Runs staff accounts and batches.
staff-role-lead-does = Sees to it that no case is late, and hands cases out. Opens nobody’s data.

task-enrolment = Register people
task-benefits = Give places and benefits
task-due-diligence = Check whether somebody may join
task-terms = Carry out the terms and conditions
task-services = Provide a service that was asked for
task-outreach = Tell those who agreed about the programme
task-outreach-others = Pass on offers of others to those who agreed
task-events = Run events
task-payment-verification = Make sure that money reaches the person
task-research = Study what the programme achieves
task-questions = Answer questions and complaints
task-improvement = Improve the service
task-cookies = Handle cookies
task-fraud = Look into suspected fraud
task-legal-duty = Meet a duty of the law
task-authorities = Answer a court or authority
task-backup = Make backups
task-maintenance = Maintain the system
task-correspondence = Write to participants
task-rights = Serve people’s rights over their data
task-retention = Remove data
task-rotation = Renew keys
task-security = Keep accounts safe
task-staff-accounts = Run staff accounts and roles
task-oversight = Oversee how data are used

staff-source-registration = entered at registration
staff-source-service-use = from a service they used
staff-source-partner = from a partner of the programme
staff-source-public-source = from a public source
staff-source-usage-record = from records of use
staff-source-interaction = from a conversation with staff
staff-source-website-input = entered by the person on the site
staff-source-test-or-survey = from a test or survey
staff-source-social-media = from social media, by the person’s own doing
staff-source-social-media-page = from a social media page
staff-source-ministry = from a ministry or agency
staff-source-event = from an event
staff-source-private-provider = from a private service provider
staff-source-marketing-partner = from a marketing partner

staff-identity-none = NIK not given
staff-identity-claimed = Waiting for the civil registry
staff-identity-verified = Matches the civil registry
staff-identity-mismatch = Does not match
staff-identity-contested = Claimed by two people

staff-eligibility-open = Not assessed yet
staff-eligibility-eligible = Meets the rules
staff-eligibility-not-eligible = Does not meet the rules
staff-eligibility-review = Waits for a decision by staff

staff-entry-joined = Joined
staff-entry-left = Left again
staff-entry-entered = In the draw
staff-entry-not-entered = Not in the draw
staff-entry-selected = Selected
staff-entry-waiting = Waiting list
staff-entry-withdrawn = Withdrew
