### Texts that staff begin an answer with. Each has a title (-title) in both languages; { $number } is the receipt
### number. Staff read and change it before it goes: nobody's data belong here.

template-received-title = We have received it
template-received = Thank you, we have received your report { $number } and are looking into it. You get the answer within three times 24 hours of your report being complete.

template-missing-letter-title = A letter or code did not arrive
template-missing-letter = Look into the spam folder of your e-mail, and make sure that the mobile number in your account still works. If it still does not arrive, answer this message: say at what time you asked for the code, without the code itself.

template-how-to-join-title = How to join a batch
template-how-to-join = Fill in your NIK, work and education in your account. Once everything matches, the button to join stands on the first page of your account while a batch is open.

template-why-not-selected-title = Why somebody was not selected
template-why-not-selected = Participants are selected by a draw that anybody can run again. The result and how to check it stand on the page of the batch. You can join the next batch without registering again.

template-who-looked-title = Who looked at my data
template-who-looked = In your account open Data trail: it says who used your data, what for and when. If something is wrong, choose the line and then Complain about this.

template-answered-title = It is done
template-answered = We have dealt with your report { $number }. If anything is still open, answer this message and we go on with it.
