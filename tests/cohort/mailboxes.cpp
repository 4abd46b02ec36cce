// What the systems do, and the workers who send and receive.
#include <algorithm>

#include "tests/cohort/forms.hpp"
#include "tests/cohort/people.hpp"

namespace gatepost::cohort {

namespace forms = formats::forms;
using exchange::ItemKind;

namespace {

constexpr std::size_t mailbox_page = 500;

bool concerns(const config::Team& team, const Referral& referral) {
  return team.code == referral.from ||
         std::ranges::find(team.areas, referral.area) != team.areas.end();
}

bool collects(const Referral& referral) { return referral.recipient != Recipient::never; }

}  // namespace

People::People(World& world, Gateway& gateway, std::vector<Referral>& cohort, const Habits& habits,
               Tasks tasks)
    : world_(world), gateway_(gateway), cohort_(cohort), habits_(habits), tasks_(tasks) {
  for (const config::Team& team : world_.directory().teams())
    if (std::ranges::any_of(cohort_, [&](const Referral& each) { return concerns(team, each); }))
      teams_.push_back(&team);
  for (Referral& referral : cohort_)
    world_.at(referral.sent_at, [this, &referral] { send(referral); });
  if (tasks_ == Tasks::claimed_by_habit) begin_day(world_.calendar().local_date(world_.now()));
}

void People::send(Referral& referral) {
  const forms::Form form = write_lief(world_, referral);
  referral.digest = gateway_.accept(form);
  const auto conversation = gateway_.conversation(referral.conversation);
  const auto* message = conversation ? conversation->find(referral.key) : nullptr;
  if (message == nullptr) throw Broken("an accepted referral is not in the store");
  referral.to = message->to;
  referral.urgent = message->urgent;
  by_conversation_.emplace(referral.conversation, &referral);
  ++sent_;
}

void People::notice() {
  for (const exchange::Effect& told : gateway_.take_notices()) hear(told);
  for (const TeamCode& code : gateway_.take_arrivals()) {
    const config::Team* team = world_.directory().find(code);
    const bool has_mailbox = team != nullptr && team->mailbox.has_value();
    if (!has_mailbox || !about_to_look_.insert(code).second) continue;
    world_.at(world_.now() + world_.some_minutes(2, 25), [this, team] { open_mailbox(*team); });
  }
}

// The team's system: each item once. What nobody at the SPOC opens stays where it is.
void People::open_mailbox(const config::Team& team) {
  about_to_look_.erase(team.code);
  Handle& last = last_seen_[team.code];
  const auto items = must(gateway_.view()->inbox(team.code, mailbox_page, last), "a mailbox");
  std::vector<exchange::InboxItem> taken;
  std::vector<const Referral*> fresh;
  for (const exchange::InboxItem& item : items) {
    last = item.handle;
    const bool is_referral = item.kind == ItemKind::form && item.type == exchange::FormType::lief;
    if (is_referral) {
      const auto record = must(gateway_.view()->form(*item.payload), "a form in a mailbox");
      const Referral* referral = by_conversation(record->conversation);
      if (!collects(*referral)) continue;
      fresh.push_back(referral);
    }
    taken.push_back(item);
  }
  gateway_.collect(team.code, taken);
  for (const Referral* referral : fresh) look_at_form(*referral);
}

void People::look_at_form(const Referral& referral) {
  const config::Team* team = world_.directory().find(referral.to);
  if (team->acknowledgement == config::AcknowledgementKind::automatic)
    gateway_.accept(acknowledgement_by_system(world_, referral));
  if (referral.recipient == Recipient::late)
    confirm_later(referral, world_.later_at_work(9, 26));
  else if (referral.recipient == Recipient::prompt)
    confirm_later(referral, world_.later_at_work(0, referral.urgent ? 0 : 4));
}

void People::confirm_later(const Referral& referral, Instant when) {
  world_.at(when, [this, &referral] {
    if (!is_open(referral) || is_confirmed(referral)) return;
    gateway_.accept(acknowledgement_by(world_, referral, somebody_at(referral.to)));
    confirmed(referral);
  });
}

// A named person knows of it; now it can be answered. Only who has the form can do so.
void People::confirmed(const Referral& referral) {
  if (!collects(referral) || !world_.random().chance(habits_.answers)) return;
  world_.at(world_.later_at_work(1, 12), [this, &referral] {
    if (is_open(referral)) answer(referral);
  });
}

void People::answer(const Referral& referral) {
  const std::string person = somebody_at(referral.to);
  if (world_.random().chance(habits_.declines)) {
    gateway_.accept(decline(world_, referral, person));
    return;
  }
  const auto earliest =
      std::max(world_.now() + std::chrono::hours{24}, world_.local(referral.release, 10, 0));
  const Instant appointment = world_.at_work(earliest + world_.some_minutes(0, 3 * 24 * 60));
  gateway_.accept(acceptance(world_, referral, person, appointment));
  if (!world_.random().chance(habits_.reports_outcome)) return;
  world_.at(world_.at_work(appointment + world_.some_minutes(60, 10 * 60)),
            [this, &referral, appointment] {
              if (is_open(referral)) report_outcome(referral, appointment);
            });
}

void People::report_outcome(const Referral& referral, Instant appointment) {
  using forms::AppointmentOutcome;
  const std::string person = somebody_at(referral.to);
  const bool came = world_.random().chance(habits_.attends);
  gateway_.accept(
      outcome(world_, referral, person, appointment,
              came ? AppointmentOutcome::attended : AppointmentOutcome::did_not_attend));
  if (!came && !world_.random().chance(habits_.followed_up)) return;
  world_.at(world_.later_at_work(0, 8), [this, &referral, person, came] {
    if (!is_open(referral)) return;
    gateway_.accept(came ? engagement(world_, referral, person)
                         : follow_up(world_, referral, person));
  });
}

bool People::is_open(const Referral& referral) {
  const auto conversation = gateway_.conversation(referral.conversation);
  return conversation->find(referral.key)->standing == exchange::Standing::open;
}

bool People::is_confirmed(const Referral& referral) {
  const auto conversation = gateway_.conversation(referral.conversation);
  return conversation->find(referral.key)->confirmed_at.has_value();
}

const Referral* People::by_conversation(const ConversationId& id) const {
  const auto found = by_conversation_.find(id);
  if (found == by_conversation_.end()) throw Broken("a conversation that nobody began");
  return found->second;
}

}  // namespace gatepost::cohort
