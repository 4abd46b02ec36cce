// The field tables of every form. Each is built on first use and never changes; thread-safe.
#pragma once

#include "formats/forms/acknowledgement.hpp"
#include "formats/forms/control.hpp"
#include "formats/forms/field.hpp"
#include "formats/forms/receipt.hpp"

namespace gatepost::formats::forms {

// Parts that several forms share.
const Section& control_table();
const Section& signed_for_table();
const Section& subject_table();
const Section& address_table();
const Codes& codes_of(Of<FormType>);
const Codes& codes_of(Of<Authentication>);
const Codes& codes_of(Of<Acknowledgement::Mode>);
const Codes& codes_of(Of<Receipt::Rung>);
const Codes& codes_of(Of<Receipt::How>);

// Whole forms: their fields are the root's children.
const Section& lief_table();
const Section& alert_form_table();
const Section& clinical_part_table();
const Section& information_request_table();
const Section& information_reply_table();
const Section& acknowledgement_table();
const Section& response_table();
const Section& phone_confirmation_table();
const Section& withdrawal_table();
const Section& receipt_table();

// Who an Alert or a question is about: less than a LIEF's Client.
const Section& alert_client_table();

// The LIEF's sections, A to O.
const Section& referral_table();
const Section& client_table();
const Section& consent_table();
const Section& custody_table();
const Section& release_table();
const Section& substance_table();
const Section& treatment_table();
const Section& prescribing_table();
const Section& health_table();
const Section& housing_table();
const Section& risk_table();
const Section& supervision_table();
const Section& other_referral_table();
const Section& appointment_table();
const Section& booked_appointment_table();
const Section& sign_off_table();

}  // namespace gatepost::formats::forms
