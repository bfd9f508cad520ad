# The copy of one's data: on screen, for printing, as an archive, to another controller.

copy-title = The copy of your data
copy-lead = This is everything that we keep about you, where it came from, and since when.
copy-take = Take it along
copy-pdf = For printing
copy-pdf-what = A PDF file with what this page says, and more of it.
copy-pdf-do = Download the PDF
copy-archive = The whole archive
copy-archive-what = Everything in one ZIP file: data, conversations, attachments, letters, and the trail with its proofs. Readable by people and by computers, and signed.
copy-archive-do = Prepare the link
copy-stale = To be safe, sign in once more. You come back here afterwards.
copy-send = Send it to another controller
copy-send-what = We send the same archive to a controller of your choice.
copy-send-do = Choose who gets it
copy-sent-now = Your order is noted. We send the archive and tell you when it was received.
copy-values = Your data
copy-consents = Consents
copy-cases = Reports and requests
copy-standings = Standing in
copy-batches = Batches
copy-others = Who received your data
copy-letters = Letters and messages that we keep
copy-devices = Devices that are signed in
copy-trail = Who has used your data
copy-uses = { $n ->
    [one] Your trail has one entry.
   *[other] Your trail has { $n } entries.
  }
copy-trail-how = Each entry with its proof is in the whole archive, and on the portal's page of your trail.
copy-without = What is not here
copy-without-what = We do not show names of staff or data of other people (Law 27/2022, article 33), nor the keys and codes by which you sign in. Is something missing or wrong? Contact us.
copy-more = { $n ->
    [one] One more is in the PDF and in the archive.
   *[other] { $n } more are in the PDF and in the archive.
  }
copy-more-archive = { $n ->
    [one] One more is in the whole archive.
   *[other] { $n } more are in the whole archive.
  }
copy-before = { $field }, before
copy-replaced = replaced on { $at }, kept until { $until }
copy-given = Given on { $at }
copy-withdrawn = Withdrawn on { $at }
copy-opened = Opened on { $at }
copy-until = until { $at }
copy-used = Last used on { $at }
copy-batch = Batch { $n }
copy-transfer-waiting = The copy is being sent
copy-transfer-received = The copy was received
copy-transfer-failed = The copy could not be sent
copy-receipt = Receipt { $hash }
copy-foot = Copy of your data, made on { $at }
copy-ready-title = Your archive is ready
copy-ready-until = This link works once, until { $at }. After that it is dead.
copy-ready-do = Take the archive (ZIP)
copy-ready-broken = The download broke off? Ask for a new link; nothing is lost.
copy-ready-keep = Keep this archive as you keep your identity card. We tell you by a letter that the copy was taken.
copy-over-title = This link no longer works
copy-over-what = A link works once and for ten minutes, and for yourself alone.
copy-over-do = Ask for a new link
copy-send-title = Send the copy to another controller
copy-send-lead = You have the right to have your data sent to another controller (Law 27/2022, article 13). We send the whole archive, and only to controllers on this list.
copy-send-nobody = At present there is no controller that can receive data directly. You can take the whole archive and hand it over yourself.
copy-send-to = Send it to
copy-send-then = Values in dispute are not sent. Whoever receives the copy signs for it, and that it was sent stands in your trail.
copy-send-order = Send my copy

state-copy-link-over = This link was used, or its time is over. Ask for a new one on the page of your copy.
state-copy-under-way = A copy to this controller is being sent. Wait for our message.
state-copy-broken-off = The copy broke off. Ask for a new link on the page of your copy.

letter-copy-taken-subject = A copy of your data at { $programme } was taken
letter-copy-taken-first = Somebody who was signed in to your account took a whole copy of your data on { $at }.
letter-copy-taken-then = If it was you, there is nothing to do. If it was not, sign out all devices on the security page and contact us at once.
letter-copy-sent-subject = The copy of your data at { $programme } was received
letter-copy-sent-first = The copy of your data was received by { $controller } on { $at }.
letter-copy-sent-then = Its receipt stands on the page of your copy. What the receiver does with the data is theirs to answer for; ask them.
letter-copy-not-sent-subject = The copy of your data at { $programme } was not sent
letter-copy-not-sent-first = The copy of your data could not be sent to { $controller }.
letter-copy-not-sent-then = The receiver did not answer, or refused. You can try again, or take the whole archive and hand it over yourself.
