// MeetingList: the people of a prison or a borough with where each stands, for the joint meeting.
// Only for whoever may see it for a team (identity::Action::see_meeting_list), and only those whom
// that team may speak of (exchange/meeting.hpp). Each page and each file is a consultation, in the
// log with its count before it is answered. Used on the io_context's thread; reads in the pool.
#pragma once

#include "formats/forms/person.hpp"
#include "gateway/app/identity.hpp"
#include "gateway/exchange/meeting.hpp"

namespace gatepost::app {

struct MeetingQuery {
  TeamCode team{};       // for which it is asked
  std::string prison{};  // NOMIS code; empty: of any
  TeamCode spoc{};       // empty: of any
  std::size_t page = 1, page_size = 1;
};

struct MeetingPerson {
  ConversationId conversation;
  std::optional<formats::forms::PersonInForm> person;  // nothing when no form is left that says
  std::optional<Instant> release_at;
  exchange::MeetingStanding standing;
};
struct MeetingPage {
  std::vector<MeetingPerson> people;
  std::size_t total = 0;       // of whom the team may speak
  std::size_t not_agreed = 0;  // of whom it may not
};

class MeetingList {
 public:
  MeetingList(Gateway& gateway, Identity& identity) : gateway_(gateway), identity_(identity) {}

  // A team of custody sees its own prison and a SPOC its own areas, whatever is asked for; the
  // others name a prison or a SPOC. Errors: bad_request when they name none; those of
  // Identity::act_for.
  boost::asio::awaitable<Answer<MeetingPage>> page(identity::Person person, MeetingQuery wanted);
  // Everybody on it. Errors: also too_much.
  boost::asio::awaitable<Answer<MeetingPage>> whole(identity::Person person, MeetingQuery wanted);

  // What the query amounts to for its team; nothing when the team is unknown.
  static std::optional<MeetingQuery> scoped(MeetingQuery wanted,
                                            const config::Directory& directory);
  // People released longer ago than this are no longer on it.
  static constexpr std::chrono::days looks_back{84};

 private:
  enum class Means { page, file };
  boost::asio::awaitable<Answer<MeetingPage>> answer(identity::Person person, MeetingQuery wanted,
                                                     Means means);
  Answer<MeetingPage> read(const Caller& caller, const MeetingQuery& wanted, Means means) const;

  Gateway& gateway_;
  Identity& identity_;
};

}  // namespace gatepost::app
