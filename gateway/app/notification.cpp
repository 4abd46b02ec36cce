#include "gateway/app/notification.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "gateway/base/mail_address.hpp"
#include "gateway/exchange/kinds.hpp"
#include "gateway/exchange/steps.hpp"

namespace gatepost::app {

namespace {

using config::Directory;
using config::Rung;
using config::StepRole;
using config::Team;

constexpr std::size_t most_columns = 72;

// What a task that no rung opened asks for. A withdrawal or a death is not named: a mail may be
// seen by others.
std::string_view words_for_task(std::string_view step) {
  namespace steps = exchange::steps;
  constexpr std::string_view not_told =
      "A team could not be told of a transfer. The task itself says which, and why.";
  constexpr std::array<std::pair<std::string_view, std::string_view>, 23> words{
      {{steps::no_route, "No team is known for the area: find out who serves it, and ring them."},
       {steps::telephone_route, "The recipient can be reached by telephone only: ring them."},
       {steps::call_must_follow, "A call must follow this form."},
       {steps::nobody_on_duty, "The recipient is closed now, and it is urgent: ring who answers."},
       {steps::clinical_part, "The clinical part is still to be sent."},
       {steps::complete_referral, "The rest of the referral is still to be sent."},
       {steps::choose_another_spoc, "The recipient has declined: choose another SPOC."},
       {steps::confirm_death, "What a form says has to be confirmed."},
       {steps::confirm_withdrawal, "What a form says has to be confirmed."},
       {steps::taken_back, "A form of yours was taken back: less is agreed than before."},
       {steps::no_longer_agreed, "Less is agreed than before: it has to be confirmed."},
       {steps::tell_new_prison, "The team at the new prison has to be told."},
       {steps::check_duplicate, "The recipient has declined it as one of two: check the other."},
       {steps::death_taken_back, "What a form said was taken back: see what is still to be done."},
       {steps::not_told_consent_unstated, not_told},
       {steps::not_told_consent_refused, not_told},
       {steps::not_told_consent_withdrawn, not_told},
       {steps::not_told_not_covered, not_told},
       {steps::not_told_out_of_service, not_told},
       {steps::lief_missing, "A LIEF should have been sent, and was not."},
       {steps::release_alert_missing, "An Alert Form should have been sent, and was not."},
       {steps::transfer_alert_missing, "An Alert Form should have been sent, and was not."},
       {steps::death_alert_missing, "An Alert Form should have been sent, and was not."}}};
  static_assert(steps::has_words_for_all(words));
  const auto found =
      std::ranges::find(words, step, &std::pair<std::string_view, std::string_view>::first);
  return found == words.end() ? std::string_view("It asks for somebody.") : found->second;
}

struct RungWords {
  std::string_view subject;  // after the reference
  std::string_view sentence;
  std::string_view for_the_recipient;  // what would end it
};

RungWords words_for(Rung rung) {
  switch (rung) {
    case Rung::accepted:
      return {"needs attention", "It needs somebody's attention.", "Please look at it."};
    case Rung::delivered:
      return {"not collected", "Nobody has collected it.",
              "Please collect it from your Gatepost inbox."};
    case Rung::acknowledged:
      return {"not acknowledged", "The recipient has not acknowledged it.",
              "Please collect it from your Gatepost inbox and acknowledge it."};
    case Rung::confirmed:
      return {"not confirmed by a person", "No named person has confirmed it.",
              "Please have a named person read it and confirm it."};
    case Rung::answered:
      return {"not answered", "It has not been answered.",
              "Please answer it: accepted with an appointment, or declined with the reason."};
    case Rung::outcome:
      return {"no outcome reported", "Nobody has reported the outcome of the appointment.",
              "Please report the outcome of the appointment."};
    case Rung::followed_up:
      return {"no follow-up reported", "Nobody has reported a follow-up.",
              "Please follow it up and report what came of it."};
    case Rung::engaged:
      return {"no engagement reported", "Nobody has reported whether treatment has begun.",
              "Please report whether treatment has begun."};
  }
  return {"needs attention", "It needs somebody's attention.", "Please look at it."};
}

// Everything the sentences speak of, looked up once.
struct Scene {
  Scene(const Notification& notification, const Directory& directory)
      : effect(notification.effect),
        message(notification.message ? &*notification.message : nullptr),
        sender(directory.find(message != nullptr ? message->holder() : effect.about.from)),
        recipient(directory.find(message != nullptr ? message->to : effect.team)),
        told(directory.find(effect.team)) {
    // Without the message, an effect for a sender names only the sender.
    if (message == nullptr && (effect.team == effect.about.from || effect.task))
      recipient = nullptr;
  }

  const exchange::Effect& effect;
  const exchange::MessageState* message;
  const Team* sender;
  const Team* recipient;  // nothing: nobody is known to serve the area
  const Team* told;
};

std::string name_of(const Team* team, std::string_view otherwise) {
  return team == nullptr ? std::string(otherwise)
                         : fmt::format("{} ({})", team->name, team->code.str());
}

std::string ring(const Team* team) {
  if (team == nullptr)
    return "The directory knows no team that serves the area. Find out who does, and ring them.";
  if (team->telephone.empty())
    return fmt::format(
        "The directory has no telephone number for {}. Find out how they can be reached, and ring "
        "them.",
        name_of(team, {}));
  return fmt::format("Ring {} on {}.", name_of(team, {}), team->telephone);
}

// A paragraph, broken at spaces. Continuation bytes of UTF-8 take no column.
void add_paragraph(std::string& body, std::string_view text) {
  std::size_t column = 0;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    const auto word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (word.empty()) continue;
    const auto width = static_cast<std::size_t>(std::ranges::count_if(
        word, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
    if (column > 0 && column + 1 + width > most_columns) {
      body += '\n';
      column = 0;
    }
    if (column > 0) {
      body += ' ';
      ++column;
    }
    body += word;
    column += width;
  }
  body += "\n\n";
}

// A line to be typed stands as it is.
void add_command(std::string& body, std::string_view command) {
  body += fmt::format("    {}\n\n", command);
}

std::string article(std::string_view noun) {
  const bool vowel = std::string_view("aeiouAEIOU").find(noun.front()) != std::string_view::npos;
  return vowel ? "An" : "A";
}

// That the team has ended is why somebody else is told, and what can be done about it is theirs.
void add_nobody_left(std::string& body, const Scene& scene, const Directory& directory,
                     const config::Calendar& calendar) {
  if (directory.find(scene.effect.team, calendar.local_date(scene.effect.due_at)) != nullptr)
    return;
  add_paragraph(body,
                fmt::format("{} is no longer in service, and the directory names nobody in its "
                            "place. Please settle who takes this up. Its tasks move by themselves "
                            "once the directory has a team of the same prison, or the team again.",
                            name_of(scene.told, scene.effect.team.str())));
}

// A task's own steps: its owner's people, and those above them.
void add_task_step(std::string& body, const Notification& notification, const Scene& scene) {
  const std::string owner = name_of(scene.told, scene.effect.team.str());
  const std::string_view asked =
      words_for_task(notification.task ? std::string_view(notification.task->step) : "");
  const bool is_new =
      scene.effect.step == exchange::steps::opened || scene.effect.step == exchange::steps::moved;
  add_paragraph(body, fmt::format("A task of {} {} for a named person. {}", owner,
                                  is_new ? "has come up and waits" : "still waits", asked));
  if (scene.message != nullptr)
    add_paragraph(body, fmt::format("It is about the {} of the reference below, from {} to {}.",
                                    formats::forms::words_for(scene.message->type),
                                    name_of(scene.sender, scene.message->holder().str()),
                                    name_of(scene.recipient, "a recipient not known here")));
  switch (scene.effect.role) {
    case StepRole::owner_service_manager:
    case StepRole::recipient_service_manager:
    case StepRole::oversight:
      add_paragraph(body, fmt::format("You are told because nobody of {} has done it. Please see "
                                      "that a named person takes it up today. {}",
                                      owner, ring(scene.told)));
      return;
    case StepRole::operator_:
      add_paragraph(
          body, fmt::format("You are told as the operator of this gateway. {}", ring(scene.told)));
      return;
    default:
      if (scene.recipient != nullptr && scene.recipient != scene.told)
        add_paragraph(body, fmt::format("If it needs a call: {}", ring(scene.recipient)));
      return;
  }
}

// A rung that opened again (another appointment) is late by its last deadline, not by its first.
const exchange::Deadline* current_deadline(const exchange::MessageState& message, Rung rung) {
  if (const exchange::Deadline* open = message.waiting_for(rung)) return open;
  const exchange::Deadline* last = nullptr;
  for (const exchange::Deadline& deadline : message.deadlines)
    if (deadline.rung == rung) last = &deadline;
  return last;
}

// A call can be recorded where a named person's word is what is missing. It answers no referral,
// reports no outcome, and collects no reply.
bool a_call_would_do(const Scene& scene) {
  return scene.effect.rung <= Rung::confirmed &&
         (scene.message == nullptr || exchange::has_ladder(scene.message->type));
}

void add_what_happened(std::string& body, const Scene& scene, const config::Calendar& calendar) {
  const std::string_view form =
      scene.message != nullptr ? formats::forms::words_for(scene.message->type) : "form";
  const bool urgent = scene.message != nullptr && scene.message->urgent;
  const std::string from = name_of(scene.sender, scene.effect.about.from.str());
  std::string to = name_of(scene.recipient, {});
  if (to.empty())
    to = scene.message != nullptr && scene.message->area
             ? fmt::format("the team that serves the area {}", scene.message->area->str())
             : "its recipient";
  add_paragraph(body,
                fmt::format("{} {} has gone from {} to {}. {}{}", article(form), form, from, to,
                            words_for(scene.effect.rung).sentence, urgent ? " It is urgent." : ""));
  if (scene.message == nullptr) return;
  if (const exchange::Deadline* deadline = current_deadline(*scene.message, scene.effect.rung))
    add_paragraph(body, fmt::format("The deadline {} {}, London time.",
                                    scene.effect.due_at < deadline->due ? "is" : "was",
                                    calendar.local_in_words(deadline->due)));
}

void add_call(std::string& body, const Scene& scene) {
  add_paragraph(body, ring(scene.recipient) +
                          " Say the reference below, and nothing about anybody until "
                          "you know whom you are speaking to.");
  if (!a_call_would_do(scene)) {
    add_paragraph(body, fmt::format("Only they can end it, from their own system. Ask that a named "
                                    "person there does what they were asked: \"{}\"",
                                    words_for(scene.effect.rung).for_the_recipient));
    return;
  }
  add_paragraph(body, "When a named person there has it, record the call:");
  add_command(body, fmt::format("gatepost phone-confirm {} --spoke-to \"THEIR NAME\" --by "
                                "\"YOUR NAME\"",
                                scene.effect.about.id.str()));
}

// What the one who reads it can do, by role.
void add_what_to_do(std::string& body, const Scene& scene) {
  const std::string_view wanted = words_for(scene.effect.rung).for_the_recipient;
  const std::string recipient = name_of(scene.recipient, "the recipient");
  switch (scene.effect.role) {
    case StepRole::recipient:
      add_paragraph(
          body, fmt::format("{} If you cannot, tell the sender: {}", wanted, ring(scene.sender)));
      return;
    case StepRole::recipient_fallback:
      add_paragraph(body, fmt::format("You are told because {} has not reacted. Please see that "
                                      "somebody there takes it up, or take it up yourself. {} The "
                                      "sender can be asked: {}",
                                      recipient, ring(scene.recipient), ring(scene.sender)));
      return;
    case StepRole::sender:
    case StepRole::owner:  // these two only with a task, whose steps are told above
    case StepRole::owner_service_manager:
      add_call(body, scene);
      return;
    case StepRole::recipient_service_manager:
      add_paragraph(body, fmt::format("You are told as the manager of {}, whose team has been "
                                      "reminded without success. Please see that a named person "
                                      "takes it up today. {} The sender can be asked: {}",
                                      recipient, ring(scene.recipient), ring(scene.sender)));
      return;
    case StepRole::oversight:
      add_paragraph(body, fmt::format("You are told because {}, its fallback, the sender and the "
                                      "service manager were told before you without success. "
                                      "Please find out why. {} The sender can be asked: {}",
                                      recipient, ring(scene.recipient), ring(scene.sender)));
      return;
    case StepRole::operator_:
      add_paragraph(body, fmt::format("You are told as the operator of this gateway. Please check "
                                      "that {} can reach it: its connection, its certificate, its "
                                      "system. {}",
                                      recipient, ring(scene.recipient)));
      return;
  }
}

void add_task(std::string& body, const std::optional<exchange::Task>& task) {
  if (!task) return;
  add_paragraph(body,
                "A task is waiting for a named person. Claim it, so that your colleagues know "
                "that somebody has it:");
  add_command(body, fmt::format("gatepost claim {} --by \"YOUR NAME\"", task->id.str()));
  add_paragraph(body, "All of the team's open tasks:");
  add_command(body, "gatepost tasks");
}

// Adds what is an address and not there yet.
void add_address(std::vector<std::string>& addresses, const std::string& address) {
  if (is_mail_address(address) && std::ranges::find(addresses, address) == addresses.end())
    addresses.push_back(address);
}

}  // namespace

std::vector<std::string> addressees(const Notification& notification, const Directory& directory,
                                    const std::string& operator_address) {
  const Scene scene(notification, directory);
  // Where nobody is known to serve the area, the sender's own side hears; of a task that is left
  // lying, the side of its owner.
  const bool owners = scene.effect.task || scene.recipient == nullptr;
  const Team* recipient = owners ? scene.told : scene.recipient;
  std::vector<std::string> addresses;
  switch (scene.effect.role) {
    case StepRole::recipient:
    case StepRole::sender:
    case StepRole::owner:
      if (scene.told != nullptr) add_address(addresses, scene.told->email);
      break;
    case StepRole::recipient_fallback:
      if (recipient != nullptr) add_address(addresses, recipient->fallback_contact.email);
      // A team without a fallback is its own here, and has been told already.
      if (addresses.empty() && scene.told != nullptr &&
          (scene.message == nullptr || scene.told != scene.recipient))
        add_address(addresses, scene.told->email);
      break;
    case StepRole::recipient_service_manager:
      if (recipient != nullptr) add_address(addresses, recipient->service_manager.email);
      return addresses;
    case StepRole::owner_service_manager:
      if (scene.told != nullptr) add_address(addresses, scene.told->service_manager.email);
      return addresses;
    case StepRole::oversight:
      if (recipient != nullptr) add_address(addresses, recipient->oversight.email);
      // Of a side that has ended, with nobody to stand in for it.
      if (addresses.empty() && scene.told != nullptr)
        add_address(addresses, scene.told->oversight.email);
      return addresses;
    case StepRole::operator_:
      add_address(addresses, operator_address);
      return addresses;
  }
  if (scene.message != nullptr && scene.message->urgent && scene.told != nullptr)
    add_address(addresses, scene.told->urgent_contact.email);
  return addresses;
}

std::string short_reference(const exchange::MessageKey& key) {
  return fmt::format("{} {}", key.from.str(), key.id.str().substr(0, key.id.str().find('-')));
}

NotificationText text_of(const Notification& notification, const Directory& directory,
                         const config::Calendar& calendar) {
  const Scene scene(notification, directory);
  const std::string_view form =
      scene.message != nullptr ? formats::forms::words_for(scene.message->type) : "form";
  const bool urgent = scene.message != nullptr && scene.message->urgent;
  const std::string_view subject =
      scene.effect.task ? "waits for a named person" : words_for(scene.effect.rung).subject;
  NotificationText text;
  text.subject = fmt::format("Gatepost{}{}: {} {}, {}", urgent ? " URGENT" : "",
                             notification.task ? " task" : "", form,
                             short_reference(scene.effect.about), subject);
  if (scene.effect.task) {
    add_task_step(text.body, notification, scene);
  } else {
    add_what_happened(text.body, scene, calendar);
    add_what_to_do(text.body, scene);
  }
  add_nobody_left(text.body, scene, directory, calendar);
  add_task(text.body, notification.task);
  text.body += fmt::format("Reference: {}\nIn full:   {}\nStep:      {} ({})\n\n",
                           short_reference(scene.effect.about), scene.effect.about.str(),
                           scene.effect.step, config::to_string(scene.effect.rung));
  add_paragraph(text.body,
                "Gatepost wrote this by itself. It holds no personal details on purpose; please do "
                "not reply with any.");
  text.body.pop_back();  // the last empty line
  return text;
}

}  // namespace gatepost::app
