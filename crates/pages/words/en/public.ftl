## Batches for everybody

public-batches-lead = Each batch is drawn in the open. Anybody can check the result.
public-batches-none = There are no batches yet.
public-opens = Opens { $at }.
public-closes = Closes { $at }.
public-closed = Closed { $at }.
public-count = { $joined } people, { $quota } places.

result-lead-planned = This batch has not opened. The seed of the draw is locked already.
result-lead-open = This batch is open.
result-lead-closed = This batch is closed and its list of entrants is locked. The draw waits for the public value.
result-lead-drawn = This batch has been drawn. The result cannot be changed.
result-lead-failed = The public value was not entered in time, so the draw did not take place. The batch is not redrawn.
result-own = Your line
result-own-rank = Rank { $rank }. Ranks 1 to { $quota } are selected.
result-own-why = Look for this code in the draw file. It is used for this draw alone and leads to you nowhere else.
result-committed = What was locked before the draw
result-committed-why = These hashes were written into the ledger before the result could be known. So nobody could choose the winners.
result-seed-hash = Hash of the seed, recorded before opening
result-entrants-hash = Hash of the list of entrants, recorded at closing
result-reveal-by = To be revealed by
result-reveal-late = If it is late, that is published here.
result-revealed = What was revealed at the draw
result-seed = Seed
result-file = Download the draw file ({ $size })
result-file-hash = Hash of the file (SHA-256)
result-check = Check it yourself
result-check-file = Download the draw file.
result-check-command = Run, without any connection:
result-check-value = Compare the public value with the source named above.
result-check-how = The order is computed with HMAC-SHA256 from the seed and the public value, for each entrant’s code. The lowest are selected. Any other program can compute it too.
result-ledger = The ledger and the key that checks it

## Demo outbox

outbox-title = Demo outbox
outbox-demo = In the demo only.
outbox-what = Letters and texts here are sent to nobody, and the people are made up.
outbox-none = No letters yet. Register or sign in, and the code appears here.
outbox-pages = Pages of the outbox
outbox-letter-title = Demo letter { $number }
outbox-code = Code

## When something fails

span-seconds =
    { $n ->
        [one] 1 second
       *[other] { $n } seconds
    }
fault-400 = We could not read this request
fault-400-kept = Nothing was changed. What was saved before is still there.
fault-400-do = Go back to the page before and try again. If you followed a link, check that it is whole.
fault-forged = This page was open for too long
fault-forged-kept = To be safe we did not process the form. Nothing was changed.
fault-forged-do = Go back to the page before, reload it, then send it once more.
fault-403 = The policy does not allow this
fault-403-kept = No data were opened and nothing was changed.
fault-404 = There is no such page
fault-404-kept = The link may have been cut off, or the page is not for this account.
fault-404-do = Check the address, or start at the front page.
fault-405 = This page cannot be opened that way
fault-405-kept = Nothing was changed.
fault-405-do = Start at the front page and use the buttons on the page.
fault-413 = What you sent is too large
fault-413-kept = Nothing of it was saved. What was saved before is still there.
fault-413-do = Send something shorter or smaller.
fault-429 = Too many tries
fault-429-kept = This protects everybody’s accounts. Your data are safe and nothing is lost.
fault-500 = Something went wrong on our side
fault-500-kept = What was saved is still there. What you sent last may not have been saved.
fault-500-do = Wait a moment, reload the page, and look before you send it again. Technical staff have been told.
fault-503 = It is very busy right now
fault-503-kept = What was saved is still there. The order of arrival does not matter for the draw, so you lose nothing.
fault-bound = The bound { $name } is { $max }.
fault-bound-bytes = The bound { $name } is { $max } kB.
fault-limit = The limit { $name } is reached.
fault-sealed = The portal is closed for the moment
fault-sealed-kept = Your data lie sealed, and nobody can open them until the portal opens again. What was saved is still there.
fault-wait = Try again after { $span }.
fault-home = To the front page
fault-help = Do you need help?
fault-reference = Name this:

## Ledger

ledger-title = The ledger of data uses
ledger-lead = Each use of data is written down here first, before the data are opened.
ledger-holds = It holds no personal data: only purpose, clause, role, time and pseudonyms.
ledger-order = Entries cannot be changed, removed or slipped in without being found out.
ledger-own = Entries about you are in your trail, each with its proof.
ledger-last = The last signature
ledger-signed = Signed { $at }.
ledger-entries =
    { $n ->
        [one] 1 entry
       *[other] { $n } entries
    }
ledger-file = Download this signature
ledger-none = No signature yet. The first is made with the first entry.
ledger-key = The key that checks it
ledger-key-why = Keep this key. With it anybody can check a signature.
ledger-check = Check it yourself
ledger-check-proof = Open your trail and download the proof of an entry.
ledger-check-command = Run, without connection and without a database:
ledger-check-compare = Keep today’s signature. On another day the ledger must contain it; if not, something was altered.
ledger-formats = The formats are those of C2SP (tlog-checkpoint, signed-note, tlog-proof), so tools that others wrote can check them.
