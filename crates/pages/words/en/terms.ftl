## Terms and conditions: a model in our own words, not the terms of the real programme.

terms-lead = Short and in everyday words. Read them with the privacy policy; you accept both together.
terms-who = With whom you agree
terms-who-text = With the office that runs the programme. These terms are a model made from public documents and are not affiliated with the real programme.
terms-account = One person, one account
terms-account-text = One NIK has one account. Give nobody your codes, passkeys or passwords; staff never ask for them.
terms-true = True details
terms-true-text = What you enter must be true and complete. If something changes, correct it in your data. An honest mistake can be corrected without penalty.
terms-join = Joining a batch
terms-join-text = You can join once your NIK matches and the rules are met, and leave again while the batch is open. Joining early does not raise your chances.
terms-draw = The draw
terms-draw-text = If more people join than there are places, an open draw decides. A batch is drawn once, and anybody can check the result. Joining does not mean being selected.
terms-lose = Losing a place
terms-lose-text = A place can be taken back for details that are false on purpose, for several accounts of one person, or when a deadline has passed. You are told why first, you can explain, and a human decides.
terms-data = Your data
terms-data-text = Data are used only for purposes that stand in the privacy policy. A consent that you gave can be withdrawn at any time and ends at once.
terms-us = What we promise
terms-us-text = We answer, give reasons, and correct mistakes within the time that the policy names. If the service fails, what was saved is still there.
terms-leave = Leaving
terms-leave-text = You can leave at any time. What happens with your data then stands in the privacy policy.
terms-change = If these terms change
terms-change-text = You are told before, on the site and by letter. If a change asks more of you, we wait for your answer.
terms-law = Law and complaints
terms-law-text = Indonesian law applies. Contact us first if something is wrong; your right to go to court stays yours.
