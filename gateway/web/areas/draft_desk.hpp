// DraftDesk: what every area that writes forms does with drafts: open one as its pages see it, keep
// what was typed, begin one. Owned by the areas; used on the io_context's thread.
//
// A draft's form has its id from the first moment, because it is derived from the draft's own: so
// nothing that is sent twice, from whatever window, is ever two forms, and after the draft is gone
// its address still finds what was sent.
#pragma once

#include "gateway/web/local_time.hpp"
#include "gateway/web/pages/drafts.hpp"
#include "gateway/web/services.hpp"
#include "gateway/web/writing/build.hpp"

namespace gatepost::web {

MessageId message_of(const DraftId& draft);

// What stands in the page's controls, in place of what was typed for them before.
void type_from(const FieldSet& form, const writing::Plan& plan, const writing::Part& part,
               writing::Typed& typed);

// Of a referral, what is known before anybody types: the team, and who writes.
void know_sender(writing::Typed& typed, const config::Team* own, const identity::Person& person);

// Why a form was not sent, when that is for the person to mend or to know; nothing for what leads
// elsewhere (signing in again).
std::optional<Problems> why_not_sent(const app::Refusal& refusal);

// A draft that was read, with everything its pages ask of it.
struct OpenDraft {
  app::DraftView view;
  const writing::Plan* plan = nullptr;
  writing::Typed typed{};
  std::string team_name{}, to{}, saved{};
  std::expected<formats::forms::Form, Problems> form{};

  const DraftId& id() const { return view.record.id; }
  const TeamCode& team() const { return view.record.team; }
  pages::DraftInHand in_hand() const { return in_hand(typed); }
  // With other words in it than are stored.
  pages::DraftInHand in_hand(const writing::Typed& words) const;
};

class DraftDesk {
 public:
  explicit DraftDesk(Services services) : services_(services) {}

  // Errors: as Identity::draft; not_found for an id that is none.
  boost::asio::awaitable<app::Answer<OpenDraft>> open(const Call& call, std::string id);
  // With other words in it: judged anew.
  void judge(OpenDraft& draft, Instant now) const;
  // Keeps the draft's words as they are now. Errors: as Identity::save_draft.
  boost::asio::awaitable<app::Answer<void>> save(const Call& call, OpenDraft& draft);

  struct Beginning {
    TeamCode team;
    formats::forms::FormType type{};
    std::optional<ConversationId> conversation{};
    writing::Typed typed{};
  };
  // Answers the new draft, or the one that the same page began before (`begin`, a hidden field).
  boost::asio::awaitable<app::Answer<DraftId>> begin(const Call& call, Beginning beginning);
  // Those of a team about one conversation: somebody may have begun already.
  boost::asio::awaitable<app::Answer<std::vector<app::DraftView>>> begun(const Call& call,
                                                                         TeamCode team,
                                                                         formats::forms::FormType,
                                                                         ConversationId about);
  // Links to them, saying who wrote last.
  std::vector<std::pair<html::Url, std::string>> links_to(
      const Call& call, const std::vector<app::DraftView>& drafts) const;
  std::string new_token() const;
  // Where a form goes, in words: a team's name, or the area.
  std::string to_in_words(const writing::Typed& typed) const;

  const Services& services() const { return services_; }
  // "15:55 today": to the minute.
  std::string minute(const Call& call, Instant at) const {
    return time(call).near(std::chrono::floor<std::chrono::minutes>(at));
  }
  LocalTime time(const Call& call) const {
    return {services_.gateway.configuration()->calendar, call.now};
  }

 private:
  Services services_;
};

}  // namespace gatepost::web
