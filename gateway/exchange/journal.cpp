#include "gateway/exchange/journal.hpp"

namespace gatepost::exchange {

namespace {

struct Journal {
  const ConversationId& conversation;
  const Context& context;
  const Provenance& provenance;

  audit::Entry entry(std::string event, const MessageKey& key, Instant at) const {
    audit::Entry made = base_entry(provenance, at);
    made.event = std::move(event);
    made.conversation = conversation.str();
    made.message = key.str();
    made.policy = context.policy.id;
    return made;
  }

  audit::Entry operator()(const MessageAccepted& event) const {
    audit::Entry made = entry("accepted", event.message.key, event.message.accepted_at);
    made.verb = audit::Verb::collection;
    made.form = std::string(formats::forms::root_name(event.message.type));
    made.digest = event.message.digest.hex();
    made.rung = std::string(config::to_string(Rung::accepted));
    made.recipient = event.message.to.str();
    if (event.message.urgent) made.reason = "urgent";
    // Shared without the person's consent: whoever audits that must find each one.
    if (event.message.disclosure.ground == Disclosure::Ground::exception)
      made.reason += made.reason.empty() ? "exception" : ":exception";
    return made;
  }
  audit::Entry operator()(const FormDownloaded& event) const {
    audit::Entry made = entry("downloaded", event.key, event.at);
    made.verb = audit::Verb::disclosure;
    made.recipient = event.by.str();
    return made;
  }
  audit::Entry operator()(const RungReached& event) const {
    audit::Entry made = entry("rung-reached", event.key, event.at);
    if (event.how == ReachedHow::collected) {
      // Handing a form over is a disclosure; its recipient is the actor who collected it.
      made.verb = audit::Verb::disclosure;
      made.recipient = provenance.actor;
    }
    made.rung = std::string(config::to_string(event.rung));
    made.reason = std::string(to_string(event.how));
    if (event.timing == RungReached::Timing::late) made.reason += ":late";
    return made;
  }
  audit::Entry operator()(const DeadlinePassed& event) const {
    audit::Entry made = entry("deadline-passed", event.key, event.at);
    made.rung = std::string(config::to_string(event.rung));
    return made;
  }
  audit::Entry operator()(const DeadlinePulled& event) const {
    // Engagement alone counts from the release itself, and so follows it both ways.
    const bool follows = event.rung == Rung::engaged;
    audit::Entry made =
        entry(follows ? "deadline-moved" : "deadline-pulled-forward", event.key, context.now);
    made.rung = std::string(config::to_string(event.rung));
    made.reason = event.rule;
    return made;
  }
  audit::Entry operator()(const DeadlineOpened& event) const {
    audit::Entry made = entry("deadline-opened", event.key, event.at);
    made.rung = std::string(config::to_string(event.deadline.rung));
    made.reason = event.deadline.rule;
    return made;
  }
  audit::Entry operator()(const MadeUrgent& event) const {
    return entry("made-urgent", event.key, context.now);
  }
  audit::Entry operator()(const MessageEnded& event) const {
    audit::Entry made = entry("ended", event.key, event.at);
    made.verb = audit::Verb::alteration;
    made.reason = std::string(to_string(event.standing)) + ":" + event.reason;
    return made;
  }
  audit::Entry operator()(const MessageReopened& event) const {
    audit::Entry made = entry("reopened", event.key, event.at);
    made.verb = audit::Verb::alteration;
    return made;
  }
  audit::Entry operator()(const DeadlineWaived& event) const {
    audit::Entry made = entry("deadline-waived", event.key, event.at);
    made.rung = std::string(config::to_string(event.rung));
    return made;
  }
  // The day itself is the person's; that it was stated is enough here.
  audit::Entry operator()(const ReleaseStated& event) const {
    return entry("release-stated", event.key, context.now);
  }
  audit::Entry operator()(const SharingStated& event) const {
    audit::Entry made = entry("sharing-stated", event.key, context.now);
    made.verb = audit::Verb::alteration;
    made.reason = std::string(to_string(event.sharing.basis));
    return made;
  }
  audit::Entry operator()(const CaretakerChanged& event) const {
    audit::Entry made = entry("caretaker-changed", event.key, context.now);
    made.recipient = event.caretaker.str();
    return made;
  }
  audit::Entry operator()(const StepTaken& event) const {
    audit::Entry made = entry("step", event.key, event.at);
    made.rung = std::string(config::to_string(event.rung));
    made.reason = event.step + ":" + std::to_string(event.number);
    return made;
  }
  audit::Entry operator()(const StepsHeld& event) const {
    audit::Entry made = entry("steps-held", event.key, context.now);
    made.rung = std::string(config::to_string(event.rung));
    made.reason = "until:" + to_rfc3339(event.until);
    return made;
  }
  audit::Entry operator()(const TaskOpened& event) const {
    audit::Entry made = entry("task-opened", event.task.about, event.task.opened_at);
    made.rung = std::string(config::to_string(event.task.rung));
    made.recipient = event.task.owner.str();
    made.reason = event.task.step + ":" + event.task.id.str();
    return made;
  }
  audit::Entry operator()(const TaskRaised& event) const {
    audit::Entry made = entry("task-raised", event.about, event.at);
    made.rung = std::string(config::to_string(event.rung));
    made.reason = event.id.str();
    return made;
  }
  audit::Entry operator()(const TaskLowered& event) const {
    audit::Entry made = entry("task-lowered", event.about, event.at);
    made.rung = std::string(config::to_string(event.rung));
    made.reason = event.id.str();
    return made;
  }
  audit::Entry operator()(const TaskHastened& event) const {
    audit::Entry made = entry("task-hastened", event.about, context.now);
    made.reason = event.id.str();
    return made;
  }
  audit::Entry operator()(const TaskMoved& event) const {
    audit::Entry made = entry("task-moved", event.about, context.now);
    made.recipient = event.to.str();
    made.reason = event.id.str();
    return made;
  }
  audit::Entry operator()(const TaskStepTaken& event) const {
    audit::Entry made = entry("task-step", event.about, event.at);
    made.reason = event.step + ":" + std::to_string(event.number) + ":" + event.id.str();
    return made;
  }
  audit::Entry operator()(const TaskClaimed& event) const {
    audit::Entry made =
        entry(event.claimed_by.empty() ? "task-put-back" : "task-claimed", event.about, event.at);
    made.recipient = event.by.str();
    made.reason = event.id.str();
    return made;
  }
  audit::Entry operator()(const TaskClosed& event) const {
    audit::Entry made = entry("task-closed", event.about, event.at);
    made.reason = std::string(to_string(event.outcome)) + ":" + event.id.str();
    return made;
  }
};

}  // namespace

audit::Entry base_entry(const Provenance& provenance, Instant at) {
  audit::Entry made;
  made.at = at;
  made.actor = provenance.actor;
  made.how = provenance.how;
  made.node = provenance.node;
  return made;
}

std::vector<audit::Entry> entries_for(const ConversationId& conversation,
                                      const std::vector<Event>& events, const Context& context,
                                      const Provenance& provenance) {
  std::vector<audit::Entry> entries;
  entries.reserve(events.size());
  for (const Event& event : events)
    entries.push_back(std::visit(Journal{conversation, context, provenance}, event));
  return entries;
}

}  // namespace gatepost::exchange
