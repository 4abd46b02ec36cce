// Pages on which somebody says something about a form that they received: an answer to a referral
// or what became of it, a question, an answer to a question. Pure; any thread.
#pragma once

#include "gateway/web/pages/message.hpp"
#include "gateway/web/writing/answers.hpp"

namespace gatepost::web::pages {

// Something that the person's own side has said already.
struct SaidBefore {
  Instant at;
  std::string by;     // a person's name
  std::string words;  // "Accepted. Appointment at ..."
};

struct ReplyPage {
  const writing::Plan& plan;  // with one page of questions
  const writing::Typed& typed;
  std::string_view verb;  // of its address: "respond", "ask", "reply"
  std::string_view button;
  Problems problems{};
  std::vector<SaidBefore> said{};     // the newest first
  std::vector<std::string> before{};  // paragraphs above the questions
  std::vector<std::string> asked{};   // what the other side asks, line by line
  std::string goes_to{};
  std::string form_id{};  // of the form that this page makes, however often it is sent
  std::string seen{};     // what the person had before their eyes; empty where it does not matter
  // What somebody typed that does not fit any more, because a colleague was quicker.
  std::vector<writing::Answer> in_vain{};
  enum class Meanwhile { nothing, somebody_spoke } meanwhile = Meanwhile::nothing;
};
Page reply(const MessageFrame& frame, const ReplyPage& view);

// There is nothing left to answer: what was said, and what somebody typed in vain.
Page nothing_to_answer(const MessageFrame& frame, const ReplyPage& view);

}  // namespace gatepost::web::pages
