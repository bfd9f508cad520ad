## The frame of pages, forms, times.

skip = Skip to content
nav-account = Account and language
nav-sign-in = Sign in
nav-sign-out = Sign out
footer-privacy = Privacy policy
footer-contact = Contact us
footer-batches = Batches and draw results
footer-model = This is a model made from public documents. It is not affiliated with the real programme.
demo-label = Demo
demo-banner = A demo with made-up people: enter no real data. Letters and texts are in the
demo-outbox = demo outbox

list-and = { $first } and { $last }
span-days =
    { $n ->
        [one] 1 day
       *[other] { $n } days
    }
span-hours =
    { $n ->
        [one] 1 hour
       *[other] { $n } hours
    }
span-minutes =
    { $n ->
        [one] 1 minute
       *[other] { $n } minutes
    }

month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
month-short-1 = Jan
month-short-2 = Feb
month-short-3 = Mar
month-short-4 = Apr
month-short-5 = May
month-short-6 = Jun
month-short-7 = Jul
month-short-8 = Aug
month-short-9 = Sep
month-short-10 = Oct
month-short-11 = Nov
month-short-12 = Dec

form-wrong = Something needs correcting
form-title-wrong = Correct: { $title }
form-error = Correct:
form-optional = (may stay empty)
form-choose = Choose…
form-save = Save
form-continue = Continue
day-day = Day
day-month = Month
day-year = Year
help-label = What is this for?
help-why = Why we ask
help-empty = If you leave it empty
help-who = Who may see it
help-how-long = How long we keep it
yes = Yes
no = No
fields-none = record
