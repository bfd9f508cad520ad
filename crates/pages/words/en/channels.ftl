# Letters about what came by WhatsApp and mail.
letter-not-taken-subject = { $programme }: what you sent cannot be taken
letter-not-taken-first = One of the things that you sent for case { $receipt } cannot be taken. What you wrote is kept.
letter-not-taken-then = Send it again as text, as a picture (JPEG, PNG, WebP) or as a PDF of at most 5 MB each. Voice messages, videos and archives cannot be taken.

refused-file-gone = This file could not be fetched from WhatsApp. Send it once more.
