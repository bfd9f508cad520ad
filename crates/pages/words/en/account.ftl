## Registering

address-label = E-mail or mobile number
register-title = Register
register-lead = It takes a minute. You need no password.
register-address-hint = Whichever you use every day. We send a code there.
register-name = Full name
register-name-hint = As on your identity card.
register-notice = What happens with your data
notice-what = What
notice-why = What for
notice-how-long = How long
notice-with-whom = Shared with whom
notice-more = Read the full privacy policy
register-consents = Your choices
register-consents-hint = You may leave all of them empty. They do not change your chances.
register-consents-see = See the { $n } choices
register-agree = Your statement
register-attest = What I entered is true and complete.
register-accept = I have read and accept the terms and conditions and the privacy policy.
register-terms = Terms and conditions
register-send = Register and send a code
register-next = Next: enter the 6-digit code that we send you.

## Code

code-title = Enter the code
code-sent-email = We sent a message with a code to { $to }.
code-sent-text = We sent a text with a code to { $to }.
code-minutes = A code is valid for { $n } minutes.
code-label = 6-digit code
code-hint = Tell nobody this code. Our staff never ask for it.
code-none = No code?
code-none-email = Wait a moment, then look in the spam folder too.
code-none-text = A text can take a few minutes. Make sure there is a signal.
code-none-known = Check that the address above is right.
code-resend = Send a new code
code-other = Use another address

## Signing in

sign-in-title = Sign in
sign-in-lead = We send you a one-time code. You need no password.
sign-in-address-hint = The one you registered with.
sign-in-send = Send a code
sign-in-passkey = Sign in with a passkey
passkey-failed = The passkey could not be used this time. Try again, or use a code.
sign-in-by-password = Sign in with a password
sign-in-by-code = Sign in with a code
sign-in-password = Password
sign-in-trouble = Cannot sign in?
sign-in-lost = Lost your phone, or cannot open your e-mail any more? We help you to replace it.
sign-in-new = No account yet?

## Lost phone or address

lost-title = Lost phone or e-mail
lost-first = First, what works at once
lost-first-other = Did you register the other one too, an e-mail address beside the number or a number beside the e-mail? Sign in with it, then replace the lost one under “Sign-in and security”.
lost-first-passkey = A passkey or a password works as well.
lost-first-do = Sign in
lost-ask = Nothing of that works?
lost-lead = Say who you are and how we can reach you from now on. Staff check it, and you hear from us within { $hours } hours.
lost-address = New e-mail or mobile number
lost-address-hint = One you can open now. We send a code there.
lost-statement = What happened?
lost-statement-hint = When and how you lost it, and what else shows that it is you, such as when you registered. Write no codes or passwords.
lost-attest = It is true: I am this person, and what I entered is complete.
lost-send = Send and get a code
lost-step-compare = The system compares what you entered with the account. Staff see only “matches” or “differs”, and what you write.
lost-step-answer = Staff decide within { $hours } hours.
lost-step-delay = If they confirm it, the new contact takes effect { $hours } hours later. The old contact is told at once, and whoever has it can cancel until then.
lost-same = This page says the same to everybody, with or without an account.
lost-phone = You would rather talk to somebody?
lost-help-compared = To find your account and check that it is you.
lost-help-nobody = Nobody. The system compares it and says only whether it matches.
lost-help-short = Until it has been compared: right after you enter the code, at the latest within four days.
lost-help-empty = We cannot look for your account.
lost-help-address = To send you a code and the answer. If staff confirm it, it becomes the contact of your account.
lost-help-agent = The member of staff who decides. Each look stands in the account’s trail.
lost-help-case = With your account, as what you write. Where there is no account, four days.
lost-sent-title = We have your request
lost-sent-lead = Your new contact is confirmed. We look at your request, and you hear from us there after { $hours } hours at the latest.
lost-sent-yes = If staff confirm it, we write when you can sign in with the new contact: { $hours } hours after the decision. The old contact is told.
lost-sent-no = If it cannot be confirmed, we write that too. You can then ask again or telephone.
lost-sent-close = You can close this page.

## Contact

contact-title = Contact us
contact-about = Give this record number:
contact-about-why = It tells staff which use of your data you mean.
contact-say = To be helped quickly
contact-say-what = Say what happened and when.
contact-say-how = Say how we can reach you.
contact-never = We never ask for your code, password or PIN.
contact-when = When you get an answer
contact-when-data = A correction of your data is done within 3 × 24 hours of sufficient information. You are told the result.

## Consents

consents-title = Your consents
consents-lead = Each consent stands by itself. Withdrawing one takes effect at once and takes nothing from your chances or rights.
consents-none = This programme asks you for no consents.
consent-given = Given on { $at }, policy version { $version }
consent-withdrawn = Withdrawn on { $at }
consent-never = Not given
consent-on = In force
consent-off = Not in force
consent-give = Give consent
consent-withdraw = Withdraw
consents-accepted = What you accepted when you registered
consents-accepted-line = Terms and privacy policy, version { $version }, { $at }
consents-other-ground = Some data are used without consent, because the law demands it or the programme cannot do without. The privacy policy says which.

## Sign-in and security

security-title = Sign-in and security
security-contacts = How to reach you
security-phone = Mobile number
security-change = Change
security-add = Add
security-not-given = Not given
security-pending = The new contact { $to } takes effect on { $at }.
security-pending-why = We wait first, so that you can cancel if it was not you who asked.
security-pending-cancel = Cancel this change
security-passkeys = Passkeys
security-passkeys-what = Sign in with the fingerprint, face or PIN of your device. Nothing can be stolen from us.
security-passkey-none = No passkeys yet.
security-passkey-add = Add a passkey on this device
security-passkey-script = This device cannot use passkeys yet. A code always works.
security-passkey-used = Added on { $added }, last used on { $used }
security-passkey-added = Added on { $added }
security-remove = Remove
security-password = Password
security-password-set = Saved on { $at }
security-password-none = None. You sign in with a code.
security-sessions = Where you are signed in
security-session-here = This device
security-session-since = Signed in { $since }, last used { $last }
security-end = End
security-end-others = End all others
security-strange = Something you do not recognise? End it, then contact us.

change-email-title = Your new e-mail address
change-phone-title = Your new mobile number
change-current = Now: { $now }
change-email-label = New e-mail address
change-phone-label = New mobile number
change-steps = What happens then
change-step-code = We send a code to the new contact.
change-step-notice = The old contact is told.
change-step-delay = After { $hours } hours the new contact takes effect. Until then you can cancel.
change-step-first = Once the code is entered it takes effect at once.
change-send = Send a code
change-lost = The old contact is gone and you have no other way to sign in? Staff first check that it is really you.

password-title = Your password
password-lead = You need no password: a code always works.
password-new = New password
password-hint = At least { $n } characters. Three or four random words are easy to remember and hard to guess. You may paste it from a password manager.
password-save = Save password
password-remove = Remove password
