#include "gateway/cli/reply.hpp"

#include <fmt/format.h>

#include <utility>

#include "config/samples.hpp"
#include "formats/xmldsig/enveloped.hpp"
#include "gateway/cli/answers.hpp"

namespace gatepost::cli {

namespace forms = formats::forms;
namespace json = boost::json;

ReplyContext reply_context(const json::object& message, Client& client) {
  ReplyContext context;
  const TeamCode us = client.settings().team;
  const auto from = TeamCode::parse(text_of(message, "from")).value_or(TeamCode{});
  const auto to = TeamCode::parse(text_of(message, "to"));
  context.control.message_id = make_id<MessageId>(client.random());
  context.control.conversation_id =
      ConversationId::parse(text_of(message, "conversation_id")).value_or(ConversationId{});
  context.control.created_at = std::chrono::floor<std::chrono::seconds>(client.clock().now());
  context.control.from = us;
  // The sending side is more than its sender: the teams of one prison, and after a transfer the new
  // one's.
  context.control.to_team = to == us ? from : to;
  if (!context.control.to_team) context.control.to_area = AreaCode::parse(text_of(message, "area"));
  context.subject.from = from;
  context.subject.message_id = MessageId::parse(text_of(message, "form_id")).value_or(MessageId{});
  context.subject.digest = Digest::from_hex(text_of(message, "digest")).value_or(Digest{});
  return context;
}

namespace {

Exit write_down(const std::string& doing, const Path& out, ByteView signed_form,
                const forms::Form& form, Style style) {
  if (auto written = posix::write_file_durably(out, signed_form, posix::Mode::secret); !written)
    return give_up(doing + ": --out", written.error());
  const std::string id = forms::control_of(form).message_id.str();
  if (style == Style::json)
    print_json(json::object{{"signed", out.string()},
                            {"form", std::string(forms::root_name(forms::type_of(form)))},
                            {"form_id", id}});
  else
    say(fmt::format("signed, not sent: {}", out.string()));
  return Exit::yes;
}

void report(const std::string& about, const forms::Form& form, const Client::Sent& sent,
            Style style) {
  const std::string kind(forms::root_name(forms::type_of(form)));
  const std::string id(sent.answer.at("form_id").as_string());
  if (style == Style::json)
    print_json(json::object{{"message_id", about},
                            {"form", kind},
                            {"form_id", id},
                            {"handle", sent.answer.at("message_id")},
                            {"conversation_id", sent.answer.at("conversation_id")}});
  else
    say(fmt::format("{} {} about {}: accepted, and the gateway's receipt verified", kind, id,
                    about));
}

}  // namespace

Exit send_reply(const std::string& doing, const ReplyTarget& target, const ClientOptions& options,
                const MakeForm& make) {
  const auto client = Client::open(options.config);
  if (!client) return Exit::usage;
  const auto calendar = config::Calendar::from_bank_holidays_json(config::bank_holidays_json());
  if (!calendar) {
    print_problems(doing + ": the shipped calendar:", calendar.error());
    return Exit::usage;
  }
  auto message = object_of(doing, client->api("GET", "/messages/" + target.id, {}));
  if (!message) return message.error();
  MadeForm made = make(reply_context(*message, *client), *calendar);
  Problems problems = std::move(made.problems);
  for (Problem& each : forms::check_form(made.form, calendar->local_date(client->clock().now())))
    problems.push_back(std::move(each));
  if (!problems.empty()) {
    if (options.style == Style::json)
      print_json(json::object{{"valid", false}, {"problems", problems_json(problems)}});
    print_problems(doing + ": nothing was sent:", problems);
    return Exit::usage;
  }
  const std::string text = forms::write_form(made.form);
  auto signed_form = formats::xmldsig::sign_enveloped(as_bytes(text), client->signer());
  if (!signed_form) return give_up(doing, signed_form.error());
  if (target.out) return write_down(doing, *target.out, *signed_form, made.form, options.style);
  auto sent = client->send_signed(*signed_form);
  if (!sent) {
    const auto code = static_cast<Exit>(explain(doing + ": not accepted", sent.error()));
    if (code == Exit::unreachable)
      complain(
          "The signed form waits in the outbox; `gatepost send --pending` sends the same bytes "
          "again.");
    return code;
  }
  report(text_of(*message, "message_id"), made.form, *sent, options.style);
  return Exit::yes;
}

}  // namespace gatepost::cli
