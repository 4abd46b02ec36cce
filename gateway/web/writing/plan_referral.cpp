// The pages of a referral (LIEF): consent first, because it decides what else may be said.
#include <algorithm>

#include "gateway/web/writing/plan_parts.hpp"

namespace gatepost::web::writing {

namespace {

constexpr std::string_view refused_sharing =
    "Not asked: the client refused sharing, so only who they are and when they are released is "
    "sent.";
const When unless_refused{"Consent.Status", {"REFUSED"}, When::Sense::none_of};

Group where_it_goes() {
  return {"Where it goes",
          {{.slug = "destination",
            .title = "Kind of referral and borough",
            .asks = {{.name = "Referral.Kind",
                      .hint = "After an unplanned release from court send what you know now. The "
                              "other parts can follow.",
                      .offered = {"NEW_REFERRAL", "COURT_RELEASE"}},
                     {.name = "Control.ToArea",
                      .label = "Which borough do they go to?",
                      .hint = "Where the person will live, or is known."}},
            .section = "Referral",
            .when = {{"Referral.Kind", {"UPDATE"}, When::Sense::none_of}},
            .unasked = Part::Unasked::as_known,
            .not_needed = "Not asked: this replaces a referral that was sent, and goes where that "
                          "went."}}};
}

Group about_the_client() {
  return {
      "The client",
      {
          consent_part(),
          {.slug = "client",
           .title = "Who the client is",
           .asks = {{.name = "Client.FirstName"},
                    {.name = "Client.Surname"},
                    {.name = "Client.Alias", .hint = "One name on each line."},
                    {.name = "Client.DateOfBirth", .hint = "For example, 27 3 1990"},
                    {.name = "Client.Sex"},
                    {.name = "Client.PrisonerNumber", .hint = "Such as A1234BC."},
                    {.name = "Client.NhsNumber", .hint = "Ten digits, such as 999 000 0018."},
                    {.name = "Client.PncNumber"},
                    {.name = "Client.DeliusCrn"},
                    {.name = "Client.ClientReference"}},
           .section = "Client"},
          {.slug = "circumstances",
           .title = "Language, needs and background",
           .asks = {{.name = "Client.InterpreterNeeded"},
                    {.name = "Client.InterpreterLanguage",
                     .when = {"Client.InterpreterNeeded", {"YES"}}},
                    {.name = "Client.FirstLanguage"},
                    {.name = "Client.CommunicationNeeds"},
                    {.name = "Client.Pregnant"},
                    {.name = "Client.GenderIdentity"},
                    {.name = "Client.Ethnicity", .hint = "-"},
                    {.name = "Client.Nationality"},
                    {.name = "Client.Veteran"}},
           .section = "Client",
           .blank = Part::Blank::is_fine,
           .when = {unless_refused},
           .not_needed = refused_sharing},
          {.slug = "contact",
           .title = "How to find the client after release",
           .before = {"Most people who are lost after release are lost because nobody knew where "
                      "to look for them."},
           .asks = {{.name = "Client.NoFixedAbode",
                     .hint = "Give the last known address all the same: it helps to find people."},
                    {.name = "Client.LastKnownAddress.Line",
                     .label = "Last known address",
                     .hint = "One line of the address on each line."},
                    {.name = "Client.LastKnownAddress.Postcode"},
                    {.name = "Client.TelephoneOnRelease"},
                    {.name = "Client.Email"},
                    {.name = "Client.SafeToCall"},
                    {.name = "Client.SafeToText"},
                    {.name = "Client.SafeToLeaveVoicemail"},
                    {.name = "Client.Supporter",
                     .hint =
                         "Somebody who can help the client to engage. To take one out, clear its "
                         "fields."}},
           .section = "Client",
           .when = {unless_refused},
           .not_needed = refused_sharing},
      }};
}

Part custody() {
  return {.slug = "custody",
          .title = "Custody",
          .asks = {{.name = "Custody.LegalStatus"},
                   {.name = "Custody.ReceptionDate"},
                   {.name = "Custody.Location"},
                   {.name = "Custody.KeyWorker"},
                   {.name = "Custody.Telephone"},
                   {.name = "Custody.Mailbox"},
                   {.name = "Custody.OriginalCourt", .heading = "Court"},
                   {.name = "Custody.OriginalHearingDate"},
                   {.name = "Custody.NextCourtDate",
                    .hint = "On remand this is needed, or the answer that it is not known."},
                   {.name = "Custody.NextCourt"},
                   {.name = "Custody.NextCourtDateNotKnown"}},
          .section = "Custody",
          .when = {unless_refused},
          .not_needed = refused_sharing,
          .later = "CUSTODY"};
}

Group custody_and_release() {
  return {
      "Custody and release",
      {custody(),
       {.slug = "release-date",
        .title = "Release date",
        .before = {"This is the most useful fact of the whole form: it decides how soon a person "
                   "at the community service must confirm. Give the date that is known now, "
                   "or say why there is none."},
        .asks = {{.name = "Release.ReleaseDate", .hint = "For example, 27 3 2026"},
                 {.name = "Release.DateType", .hint = "What kind of date it is."},
                 {.name = "Release.DateStatus"},
                 {.name = "Release.NotKnownReason",
                  .hint = "Only when there is no release date.",
                  .heading = "If the date is not known"},
                 {.name = "Release.NotKnownNote", .when = {"Release.NotKnownReason", {"OTHER"}}}},
        .section = "Release"},
       {.slug = "release-plan",
        .title = "Release plan and meeting at the gate",
        .asks = {{.name = "Release.GateMeetingRequested"},
                 {.name = "Release.RelapsePriority",
                  .hint = "High where substitution treatment goes on after release.",
                  .when = {"Release.GateMeetingRequested", {"YES"}}},
                 {.name = "Release.GateMeetingOffered"},
                 {.name = "Release.GateMeetingBy", .when = {"Release.GateMeetingOffered", {"YES"}}},
                 {.name = "Release.PlanAgreedOn", .heading = "Release plan"},
                 {.name = "Release.ThreeWayMeeting"},
                 {.name = "Release.MeetingNotHeldReason",
                  .when = {"Release.ThreeWayMeeting", {"NOT_HELD"}}},
                 {.name = "Release.ExitReason", .heading = "If the client has left already"}},
        .section = "Release",
        .when = {unless_refused},
        .not_needed = refused_sharing},
       {.slug = "supervision",
        .title = "Licence and supervision",
        .asks = {{.name = "Supervision.TreatmentCondition"},
                 {.name = "Supervision.DrugTestingCondition"},
                 {.name = "Supervision.ConditionSubstance", .hint = "Tick all that it names."},
                 {.name = "Supervision.AlcoholTag"},
                 {.name = "Supervision.LicenceEnd"},
                 {.name = "Supervision.Practitioner",
                  .hint = "For somebody who will be supervised: the name with a telephone or "
                          "e-mail, or the answer below that nobody is known.",
                  .heading = "Probation"},
                 {.name = "Supervision.PractitionerTelephone"},
                 {.name = "Supervision.PractitionerEmail"},
                 {.name = "Supervision.PractitionerNotKnown"},
                 {.name = "Supervision.DeliveryUnit"},
                 {.name = "Supervision.FirstAppointmentAt"},
                 {.name = "Supervision.PnapNotified"},
                 {.name = "Supervision.DependencyAndRecovery",
                  .heading = "Dependency and recovery service"},
                 {.name = "Supervision.DependencyAndRecoveryWorker"},
                 {.name = "Supervision.DependencyAndRecoveryEligible",
                  .hint = "Not on remand: the service is for sentenced people only."}},
        .section = "Supervision",
        .when = {unless_refused},
        .not_needed = refused_sharing,
        .later = "SUPERVISION"}}};
}

Part substances() {
  return {
      .slug = "substances",
      .title = "Drugs and alcohol",
      .asks = {{.name = "Substance.Drug",
                .hint = "Up to three, the main one first. Alcohol counts as one of them."},
               {.name = "Substance.Injecting"},
               {.name = "Substance.Alcohol.UnitsPerDay",
                .hint = "Daily average on drinking days before custody.",
                .heading = "Alcohol, when it is one of the drugs"},
               {.name = "Substance.Alcohol.DrinkingDays"},
               {.name = "Substance.Alcohol.AuditScore"},
               {.name = "Substance.Alcohol.SadqScore"},
               {.name = "Substance.Alcohol.WithdrawalHistory"},
               {.name = "Substance.Alcohol.SeizureHistory"},
               {.name = "Substance.SyntheticOpioidConcern", .heading = "Concerns"},
               {.name = "Substance.SpiceConcern"},
               {.name = "Substance.ConcernNote"}},
      .section = "Substance",
      .when = {unless_refused},
      .not_needed = refused_sharing,
      .later = "SUBSTANCE",
  };
}

Group treatment_and_prescribing() {
  Part details = prescribing_details();
  details.when = {unless_refused,
                  {"Prescribing.ClinicalPartToFollow", {"YES"}, When::Sense::none_of}};
  details.not_needed = "Not asked: your clinical colleagues send this part themselves.";
  Part status = prescribing_status();
  status.when = {unless_refused};
  status.not_needed = refused_sharing;
  return {"Treatment",
          {substances(),
           {.slug = "treatment",
            .title = "Treatment in custody",
            .asks = {{.name = "Treatment.ReferralOnRelease"},
                     {.name = "Treatment.OpenToCommunityProvider"},
                     {.name = "Treatment.CurrentProvider",
                      .when = {"Treatment.OpenToCommunityProvider", {"YES"}}},
                     {.name = "Treatment.PreviousProvider"},
                     {.name = "Treatment.PsychosocialInterventions"},
                     {.name = "Treatment.InReach"},
                     {.name = "Treatment.InReachOn"}},
            .section = "Treatment",
            .when = {unless_refused},
            .not_needed = refused_sharing,
            .later = "TREATMENT"},
           status,
           details}};
}

Part health() {
  return {
      .slug = "health",
      .title = "Health",
      .asks = {{.name = "Health.MentalHealthNeed"},
               {.name = "Health.MentalHealthDetail",
                .hint = "What the need is, or below whom it was referred to.",
                .when = {"Health.MentalHealthNeed", {"YES"}}},
               {.name = "Health.MentalHealthReferredTo",
                .when = {"Health.MentalHealthNeed", {"YES"}}},
               {.name = "Health.MentalHealthMedicine"},
               {.name = "Health.SelfHarmOrSuicideRisk"},
               {.name = "Health.SelfHarmDetail", .when = {"Health.SelfHarmOrSuicideRisk", {"YES"}}},
               {.name = "Health.AcctOpenedOn"},
               {.name = "Health.AcctClosedOn"},
               {.name = "Health.GpRegistered", .heading = "GP"},
               {.name = "Health.GpPractice", .when = {"Health.GpRegistered", {"YES"}}},
               {.name = "Health.GpOdsCode", .when = {"Health.GpRegistered", {"YES"}}},
               {.name = "Health.GpTelephone", .when = {"Health.GpRegistered", {"YES"}}},
               {.name = "Health.GpRegistrationPlan",
                .hint = "Where and how they will register. Neither an address nor proof of "
                        "identity is needed.",
                .when = {"Health.GpRegistered", {"NO"}}},
               {.name = "Health.PhysicalHealthNeed", .heading = "Other needs"},
               {.name = "Health.PhysicalHealthDetail",
                .when = {"Health.PhysicalHealthNeed", {"YES"}}},
               {.name = "Health.Disability"},
               {.name = "Health.Neurodiversity"},
               {.name = "Health.AdditionalNeedsDetail"}},
      .section = "Health",
      .when = {unless_refused},
      .not_needed = refused_sharing,
      .later = "HEALTH"};
}

Part housing() {
  return {.slug = "housing",
          .title = "Housing and social",
          .asks = {{.name = "Housing.Need"},
                   {.name = "Housing.Problem",
                    .when = {"Housing.Need", {"YES"}},
                    .offered = {"NFA_URGENT", "HOUSING_PROBLEM"}},
                   {.name = "Housing.ReferredTo"},
                   {.name = "Housing.ReleaseAccommodation"},
                   {.name = "Housing.ReleaseAddress.Line",
                    .label = "Address on release",
                    .hint = "If there is one. One line of the address on each line."},
                   {.name = "Housing.ReleaseAddress.Postcode"},
                   {.name = "Housing.BenefitsArranged", .heading = "Money, work and family"},
                   {.name = "Housing.IdentityDocuments"},
                   {.name = "Housing.BankAccount"},
                   {.name = "Housing.Employment"},
                   {.name = "Housing.DependentChildren"},
                   {.name = "Housing.ParentalStatus"},
                   {.name = "Housing.DomesticAbuse"}},
          .section = "Housing",
          .when = {unless_refused},
          .not_needed = refused_sharing,
          .later = "HOUSING"};
}

Part risk() {
  return {.slug = "risk",
          .title = "Risk",
          .asks = {{.name = "Risk.SeriousHarm",
                    .hint = "The overall level. Don’t know is an answer; a blank is not."},
                   {.name = "Risk.OverdoseHistory"},
                   {.name = "Risk.LoneWorkerRisk"},
                   {.name = "Risk.Mappa"},
                   {.name = "Risk.Marac"},
                   {.name = "Risk.Iom"},
                   {.name = "Risk.SafeguardingAdults"},
                   {.name = "Risk.SafeguardingChildren"},
                   {.name = "Risk.FormerProlificOffender"},
                   {.name = "Risk.ExclusionZones"},
                   {.name = "Risk.Detail"}},
          .section = "Risk",
          .when = {unless_refused},
          .not_needed = refused_sharing,
          .later = "RISK"};
}

Part other_referrals() {
  return {.slug = "other-referrals",
          .title = "Other referrals made",
          .asks = {{.name = "OtherReferral",
                    .hint = "Each other service that the client was referred to. To take one out, "
                            "clear its fields."}},
          .section = "OtherReferral",
          .blank = Part::Blank::is_fine,
          .when = {unless_refused},
          .not_needed = refused_sharing};
}

Part appointment() {
  return {.slug = "appointment",
          .title = "Appointment",
          .asks = {{.name = "Appointment.Requested",
                    .hint = "Yes asks the community service for one. No only when it is booked "
                            "already."},
                   {.name = "Appointment.SameDayNeeded",
                    .hint = "For substitution treatment without a gap."},
                   {.name = "Appointment.Booked.At",
                    .label = "When it is",
                    .heading = "If it is booked already"},
                   {.name = "Appointment.Booked.Place", .label = "Where it is"},
                   {.name = "Appointment.Booked.With", .label = "Who it is with"},
                   {.name = "Appointment.Booked.Telephone", .label = "Telephone there"},
                   {.name = "Appointment.Note", .heading = "Anything else"}},
          .section = "Appointment",
          .when = {unless_refused},
          .not_needed = refused_sharing,
          .later = "APPOINTMENT"};
}

// A court release names each part that it leaves for later; a part that was looked at and left
// empty is one of them.
void complete(Typed& typed, const Envelope& envelope, const Plan& plan) {
  typed.set("Referral.FormVersion", std::string("1.0"));
  typed.set("Referral.Prison", std::string(envelope.prison));
  typed.set("Referral.SendingTeamType", std::string(envelope.sending_team_type));
  if (typed.text("Referral.Kind") != "COURT_RELEASE" || typed.holds("Consent.Status", "REFUSED"))
    return;
  Typed::Values seen = typed.all(about::seen);
  for (const Part* part : plan.parts()) {
    if (part->later.empty() || typed.any_at(part->section)) continue;
    typed.add("Referral.ToFollow", std::string(part->later));
    std::erase(seen, part->slug);
  }
  typed.set(about::seen, std::move(seen));
}

}  // namespace

const Plan& referral_plan() {
  static const Plan plan{
      formats::forms::FormType::lief,
      formats::forms::lief_table(),
      "referral",
      {where_it_goes(),
       about_the_client(),
       custody_and_release(),
       treatment_and_prescribing(),
       {"Health, housing and risk", {health(), housing(), risk()}},
       {"What happens next",
        {other_referrals(), appointment(),
         sign_off_part({{.name = "SignOff.ClinicalSigner",
                         .hint = "Needed when this referral gives the substitution "
                                 "medicine: who of the clinical team stands for it."},
                        {.name = "SignOff.ClinicalSignerRole"}})}}},
      complete};
  return plan;
}

}  // namespace gatepost::web::writing
