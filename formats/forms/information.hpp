// InformationRequest and InformationReply: "send the assessment", "what is the dose?", "the file
// did not come with the escort", in either direction. A request is due an answer within 24 hours
// (domain/deadlines.md T1 to T3). Plain data; any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "formats/forms/alert_form.hpp"
#include "formats/forms/control.hpp"
#include "formats/forms/lief.hpp"

namespace gatepost::formats::forms {

enum class InformationTopic {
  assessment,  // the most recent assessment; 2009: the DIR, when less than six months old
  care_plan,
  prescribing,  // "what is the dose?"
  risk,
  release_plan,
  custody_file,  // 2009: the CARAT file that did not travel with the person
  contact,       // whether, and with whom, they are in contact
  other
};

struct InformationRequest {
  Control control;
  std::optional<Subject> about;  // the form that raised the question, when there is one
  AlertClient client;
  std::vector<InformationTopic> topics;  // at least one
  std::optional<std::string> question;   // required for OTHER
  std::optional<Consent> consent;        // when no earlier form of the conversation says
  std::string asked_by;
  std::string asked_by_role;
  std::string telephone;
};

enum class ReplyCompleteness { complete, partial, not_held, refused };

struct InformationReply {
  Control control;
  std::optional<Subject> request;  // none: sent unasked (domain/flows.md F01)
  AlertClient client;
  ReplyCompleteness completeness = ReplyCompleteness::complete;
  std::vector<InformationTopic> topics;    // what it holds; none for NOT_HELD and REFUSED
  std::optional<std::string> answer;       // required unless prescribing says it
  std::optional<Date> assessed_on;         // of the assessment: usable for six months (T17)
  std::optional<Prescribing> prescribing;  // for the topic PRESCRIBING
  std::optional<Consent> consent;          // when no earlier form of the conversation says
  std::string answered_by;
  std::string answered_by_role;
  std::string telephone;
};

const Codes& codes_of(Of<InformationTopic>);
const Codes& codes_of(Of<ReplyCompleteness>);

}  // namespace gatepost::formats::forms
