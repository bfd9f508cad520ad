## The policy's pages. What the policy itself says are the programme's words.

privacy-version = Version { $version }, in force since { $day }
privacy-not-in-force = This version is not in force now.
privacy-see-in-force = See the one in force
privacy-table = All of it in one table
privacy-contents = Contents
privacy-law = We follow the law.
privacy-list = See the list ({ $n })
privacy-others = What the law asks for
privacy-proof = Version and hash
privacy-proof-how = This SHA-256 marks the text of the policy exactly as the program runs it. Each entry in your trail names its version.
privacy-raw = The policy file that is run
privacy-versions = Other versions
privacy-versions-none = There are no other versions yet.

policy-details = basis, data, who, how long
policy-basis-label = Lawful basis
policy-basis = { $basis } (Law 27/2022, article { $article })
policy-with = With which data
policy-does = May do
policy-who = Who
policy-to = Given to
policy-kept = Kept
policy-besides = Besides
policy-none = none
policy-all-categories = all kinds of data
policy-retention-none = The policy does not say.
policy-kept-at-most = At most: { $rule }.
policy-machine = A machine may decide.
policy-objection-not-possible = It cannot be objected to, because the law or the programme needs it.
policy-objection-to-machines = If you object, a human decides.
policy-objection-to-all = If you object, it stops.
policy-when-restricted = Goes on while the use of data is paused.
policy-when-ended = Goes on after the use of data has ended.

table-title = Who may do what
table-lead = This is the whole policy, version { $version }, in one table. What is not here is refused by the program, also to staff.
table-filter = Show what may be done by
table-everybody = Everybody
table-show = Show
table-none = The policy allows this role nothing.
table-count = { $n } purposes
table-what-for = What for
