### The words of the model programme itself, English: what it is, its rules, how to reach it. A model made
### from public documents, in our own words.

programme-name = Kartu Prakerja (model)
programme-short = Prakerja (model)
programme-what = Help with the cost of training for work: for people who look for a job, have lost one, or need new skills.
programme-gives = Rp 3.500.000 for training, and an incentive of Rp 600.000 once the first training is finished.
programme-needs = Indonesian citizens aged 18 to 64 who are not at school or university.

controller-name = Project Management Office (model)
contact-phone = 0800 150 3001 (free of charge)
contact-hours = every day 08.00–20.00 WIB
contact-whatsapp = 0811 1500 3001
contact-email = tanya@prakerja.example
contact-letters = Park Tower, 10th floor, MNC Center, Jalan Kebon Sirih No. 17-19, Menteng, Jakarta Pusat
contact-chat-hours = every day 08.00–20.00 WIB

places-source = Indonesian Area Data (idn-area-data 3.1.2, ODbL 1.0), after decree 300.2.2-2138 of 2025 of the Minister of Home Affairs

## Rules: the title is `rule-<id>`; why it came out so is `rule-<id>-why`, with the rule's variables.

rule-age = 18 to 64 years old
rule-age-why = By your birth date, you are { $age }.
rule-not-in-education = Not at school or university
rule-not-in-education-why =
    { $in_formal_education ->
        [true] You said that you are at school or university now.
       *[other] You said that you are not at school or university.
    }
rule-occupation = Not an official, civil servant, soldier, police officer, village official, or head of a state company
rule-occupation-why = Your occupation on record: { $occupation }.
rule-household = At most two people of one family card
rule-household-why =
    { $household_place ->
        [1] You are the first of your family card.
        [2] You are the second of your family card.
       *[other] { $kk_people_max } people of your family card registered before you.
    }
rule-identity = A NIK that the civil registry confirms
rule-identity-why = { $identity }.
rule-once-per-person = The benefit is given once
rule-once-per-person-why =
    { $had_benefit_before ->
        [true] Somebody with your NIK was given a place before and had their data erased since. All that stayed of them is a sealed mark of the NIK, for this question alone.
       *[other] Nobody with your NIK was given a place before.
    }
