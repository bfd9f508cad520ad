//! The words that the policy and the law use: operations, roles, lawful bases, recipients, sources.

use crate::sets::register;

register! {
    /// What can be done with personal data: the fourteen operations of clause 1.2.
    Operation {
        /// Asking the person, or receiving from them.
        Obtain = 0 "obtain",
        /// Bringing together from several places.
        Collect = 1 "collect",
        /// Keeping in order: queues, assignment, status.
        Manage = 2 "manage",
        /// Assessing, comparing, deciding.
        Analyse = 3 "analyse",
        /// Keeping.
        Store = 4 "store",
        /// Correcting.
        Revise = 5 "revise",
        /// Bringing up to date.
        Update = 6 "update",
        /// Showing to a reader.
        Display = 7 "display",
        /// Making public.
        Announce = 8 "announce",
        /// Handing to another controller or abroad.
        Transfer = 9 "transfer",
        /// Handing to several recipients.
        Distribute = 10 "distribute",
        /// Letting a named recipient know.
        Disclose = 11 "disclose",
        /// Removing values.
        Delete = 12 "delete",
        /// Making everything unreadable for good.
        Destroy = 13 "destroy",
    }
}

impl Operation {
    /// Whether data leave the controller by it, so that a recipient must be named.
    pub const fn is_disclosure(self) -> bool {
        matches!(self, Self::Announce | Self::Transfer | Self::Distribute | Self::Disclose)
    }

    /// Whether it puts values in or takes them out: for these a use must have declared that it *writes*
    /// the field, for all others that it *reads* it.
    pub const fn is_writing(self) -> bool {
        matches!(
            self,
            Self::Obtain
                | Self::Collect
                | Self::Store
                | Self::Revise
                | Self::Update
                | Self::Delete
                | Self::Destroy
        )
    }
}

register! {
    /// In what capacity somebody (or a job) acts.
    Role {
        /// The person concerned, for themselves.
        Person = 0 "person",
        /// Answers questions and complaints.
        ContactAgent = 1 "contact-agent",
        /// Assesses eligibility and identity.
        Reviewer = 2 "reviewer",
        /// Pays and reconciles.
        PaymentOfficer = 3 "payment-officer",
        /// Writes to participants.
        Communications = 4 "communications",
        /// Studies the programme.
        Researcher = 5 "researcher",
        /// Data protection officer (Law 27/2022, articles 53 and 54).
        Dpo = 6 "dpo",
        /// Inspects, changes nothing.
        Auditor = 7 "auditor",
        /// Runs staff accounts and batches.
        Administrator = 8 "administrator",
        /// A job of the system itself.
        System = 9 "system",
        /// Leads those who work on cases: sees clocks and counts, opens nothing.
        Lead = 10 "lead",
        /// A guardian of a child or a helper of a person with a disability (articles 25 and 26), for that
        /// one person.
        Helper = 11 "helper",
    }
}

impl Role {
    /// Whether a member of staff holds it.
    pub const fn is_staff(self) -> bool {
        !matches!(self, Self::Person | Self::System | Self::Helper)
    }
}

register! {
    /// The six lawful bases of article 20 of Law 27/2022.
    LawfulBasis {
        /// Article 20(2)a.
        Consent = 0 "consent",
        /// Article 20(2)b.
        Contract = 1 "contract",
        /// Article 20(2)c.
        LegalObligation = 2 "legal-obligation",
        /// Article 20(2)d.
        VitalInterest = 3 "vital-interest",
        /// Article 20(2)e.
        PublicTask = 4 "public-task",
        /// Article 20(2)f.
        LegitimateInterest = 5 "legitimate-interest",
    }
}

register! {
    /// The eight classes of recipients of clause 6.1, and the controller whom a person names themselves
    /// (article 13).
    RecipientClass {
        /// Ministries, agencies and regional governments.
        Government = 0 "government",
        /// Training institutions and the platforms that sell their courses.
        TrainingPartners = 1 "training-partners",
        /// Banks, e-wallets and other payment partners.
        PaymentPartners = 2 "payment-partners",
        /// Providers of technology and infrastructure, as processors.
        ServiceProviders = 3 "service-providers",
        /// Mailing, printing and messaging houses.
        MessagingHouses = 4 "messaging-houses",
        /// Researchers and evaluators.
        Researchers = 5 "researchers",
        /// Auditors, consultants and advisers.
        Advisers = 6 "advisers",
        /// Courts, law enforcement and supervising authorities.
        Authorities = 7 "authorities",
        /// Another controller, at the person's own order.
        OtherController = 8 "other-controller",
    }
}

register! {
    /// Through which door a value came: the nine ways of collection of clause 3.1 and the five
    /// outside sources of clause 2.1.
    Source {
        /// Registration.
        Registration = 0 "registration",
        /// Use of a service of the programme.
        ServiceUse = 1 "service-use",
        /// A partner of the programme.
        Partner = 2 "partner",
        /// A public source.
        PublicSource = 3 "public-source",
        /// Records of use.
        UsageRecord = 4 "usage-record",
        /// A conversation by phone or online.
        Interaction = 5 "interaction",
        /// Input on the website.
        WebsiteInput = 6 "website-input",
        /// A test or a survey.
        TestOrSurvey = 7 "test-or-survey",
        /// Social media, by the person's own doing.
        SocialMedia = 8 "social-media",
        /// Outside: a social media page.
        SocialMediaPage = 9 "social-media-page",
        /// Outside: a ministry or agency (the civil registry among them).
        Ministry = 10 "ministry",
        /// Outside: an event.
        Event = 11 "event",
        /// Outside: a private service provider.
        PrivateProvider = 12 "private-provider",
        /// Outside: a marketing partner.
        MarketingPartner = 13 "marketing-partner",
    }
}
