// One message: whom it is about, what is awaited, what can be done, the ladder as a timeline, and
// what else belongs to the conversation. And a form to read, on a screen and on paper. Pure; any
// thread.
#pragma once

#include "formats/forms/form.hpp"
#include "gateway/app/desk.hpp"
#include "gateway/web/core/router.hpp"
#include "gateway/web/local_time.hpp"

namespace gatepost::web::pages {

// What this person can do with it now.
struct MessageActions {
  bool open = false, confirm = false, respond = false, ask = false, alert = false;
  bool telephone = false, withdraw = false, close = false, evidence = false;
  bool add_clinical_part = false, update = false;
  bool reply = false;     // to a question
  bool redirect = false;  // it was declined: another service is to be found
};

struct MessageFrame {
  const Call& call;
  const app::Configuration& configuration;
  LocalTime time;
  TeamCode team;  // for which the person looks at it
  const app::MessageView& message;
  std::optional<formats::forms::PersonInForm> person;
  std::optional<Instant> release_at;
  MessageActions may;
};

struct MessagePageView {
  std::vector<app::DeskRow> others;  // of the conversation, in order
  std::vector<app::TaskView> tasks;  // open ones about it, of the person's team
  std::string done;                  // what was done just now, as a sentence
};
Page message(const MessageFrame& frame, const MessagePageView& view);

// What the form says.
Page form_to_read(const MessageFrame& frame, const formats::forms::Form& form);
// Another team's of one's own side: why?
Page ask_reason(const MessageFrame& frame);

// Somebody rang: who said that they have it.
Page telephone(const MessageFrame& frame, const Problems& problems);
Page withdraw(const MessageFrame& frame, const Problems& problems);
Page close(const MessageFrame& frame, const Problems& problems);

// The person's bar, above every page about a message.
html::Html person_bar(const MessageFrame& frame);

}  // namespace gatepost::web::pages
