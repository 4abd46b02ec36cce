// Referral: one of the 264, as the replay plans it before anything happens: who is sent where and
// when, and what the people at the receiving end will do. Plain data.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/exchange/conversation.hpp"
#include "tests/cohort/world.hpp"

namespace gatepost::cohort {

// What becomes of the form at the SPOC, if nobody reminds anybody.
enum class Recipient {
  prompt,     // collected, and seen by a named person within some hours
  late,       // collected; a person looks days later
  only_told,  // collected and acknowledged by the system; a person confirms only when rung
  never       // never collected: the mailbox that nobody watches, or an area without one
};

struct Referral {
  int number = 0;                       // 1 to 264
  std::string_view substance, custody;  // codes of audit_2016_17
  Recipient recipient = Recipient::prompt;
  TeamCode from;
  AreaCode area;
  Instant sent_at;
  std::chrono::year_month_day reception, release;

  // Once it is sent.
  ConversationId conversation;
  exchange::MessageKey key;
  Digest digest;
  TeamCode to;
  bool urgent = false;
  // What the program's own facts say of the form that was sent.
  std::string said_substance, said_custody;
};

// The whole cohort in order of sending, spread over so many weeks.
std::vector<Referral> draw_cohort(World& world, int weeks);

}  // namespace gatepost::cohort
