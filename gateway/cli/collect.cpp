// gatepost collect: what waits in the inbox, onto disk; and the automatic acknowledgement. The
// order for a form:
//   1. download and verify        what does not verify is reported and left in the inbox, never
//   acknowledged
//   2. write XML and text, fsync  only what is on disk may be acknowledged
//   3. send the Acknowledgement   signed once and kept in the outbox: after a crash the same bytes
//   go again
//   4. mark it collected          last, so that a crash anywhere before only repeats steps that
//   repeat well
#include <fmt/format.h>

#include <atomic>
#include <csignal>
#include <thread>

#include "gateway/cli/client.hpp"
#include "gateway/cli/commands.hpp"
#include "gateway/cli/form_file.hpp"
#include "gateway/mesh/workflow.hpp"

namespace gatepost::cli {

namespace forms = formats::forms;
namespace json = boost::json;
using formats::http1::find_field;
using formats::http1::Response;

namespace {

std::atomic<bool> stop_requested = false;
static_assert(std::atomic<bool>::is_always_lock_free, "set from a signal handler");
extern "C" void request_stop(int) { stop_requested = true; }

bool wants_acknowledgement(forms::FormType type) {
  return type != forms::FormType::receipt && type != forms::FormType::acknowledgement &&
         type != forms::FormType::phone_confirmation;
}

class Collector {
 public:
  Collector(Client& client, const CollectOptions& options, Style style)
      : client_(client), options_(options), style_(style) {}

  // All pages: what could not be taken stays in the inbox, and must not hide what came after it.
  Exit round() {
    Exit worst = Exit::yes;
    Handle after;
    for (int pages = 0; pages < most_pages; ++pages) {
      const Handle before = after;
      worst = std::max(worst, page(after));
      if (after == before) break;
    }
    return worst;
  }

  const json::array& items() const { return items_; }

 private:
  static constexpr std::size_t page_items = 500;
  static constexpr int most_pages = 1000;

  // Takes one page; `after` moves on when there may be another.
  Exit page(Handle& after) {
    const std::string from = after.empty() ? "" : "&continue_from=" + after.str();
    auto listed =
        client_.mailbox("GET", fmt::format("/inbox?max_results={}{}", page_items, from), {}, {});
    if (!listed) return give_up("the inbox", listed.error());
    if (listed->status != 200) return static_cast<Exit>(explain("the inbox", refusal_of(*listed)));
    json::error_code bad;
    const json::value body = json::parse(as_text(listed->body), bad);
    const json::value* ids =
        !bad && body.is_object() ? body.as_object().if_contains("messages") : nullptr;
    if (ids == nullptr || !ids->is_array()) {
      complain("the inbox: the gateway's answer is not a list of messages");
      return Exit::no;
    }
    if (ids->as_array().empty() && after.empty() && style_ == Style::text &&
        options_.rounds == CollectOptions::Rounds::once)
      say("Nothing waits in the inbox.");
    Exit worst = Exit::yes;
    std::optional<Handle> last;
    for (const json::value& id : ids->as_array()) {
      // An id becomes part of paths and URLs: only well-formed ones go any further.
      last = id.is_string() ? Handle::parse(std::string_view(id.as_string())) : std::nullopt;
      if (last) {
        worst = std::max(worst, take(last->str()));
      } else {
        complain("the inbox: the gateway listed something that is no message id");
        worst = Exit::no;
      }
    }
    if (ids->as_array().size() == page_items && last) after = *last;
    return worst;
  }

  Exit take(const std::string& handle) {
    auto got = client_.mailbox("GET", "/inbox/" + handle, {}, {});
    if (!got) return give_up(handle, got.error());
    if (got->status != 200) return static_cast<Exit>(explain(handle, refusal_of(*got)));
    const bool report = find_field(got->fields, "mex-messagetype") == "REPORT";
    return report ? take_report(handle, *got) : take_form(handle, *got);
  }

  Exit take_report(const std::string& handle, const Response& got) {
    auto field = [&](const char* name) {
      return std::string(find_field(got.fields, name).value_or(""));
    };
    const auto linked_handle = Handle::parse(field("mex-linkedmsgid"));
    const std::string linked = linked_handle ? linked_handle->str() : "unknown";
    const std::string text = fmt::format(
        "Report from the gateway\n\n  {}.\n\n  message {}\n  code    {}\n  at      {}\n\nSee: "
        "gatepost status {} "
        "--config {}\n",
        field("mex-statusdescription"), message_of(linked), field("mex-statuscode"),
        readable_time(field("mex-statustimestamp")), linked, client_.settings().file.string());
    const Path file = options_.out / ("report-" + handle + ".txt");
    if (auto written = posix::write_file_durably(file, as_bytes(text), posix::Mode::secret);
        !written)
      return give_up(file.string(), written.error());
    if (const Exit marked = mark(handle); marked != Exit::yes) return marked;
    note(file, "REPORT", field("mex-statuscode"), "", json::object{{"linked", linked}});
    return Exit::yes;
  }

  // A REPORT names a handle; people know the form's own id.
  std::string message_of(const std::string& handle) {
    auto got = client_.api("GET", "/messages/" + handle, {});
    if (!got || got->status != 200) return handle;
    json::error_code bad;
    const json::value body = json::parse(as_text(got->body), bad);
    const json::value* id =
        !bad && body.is_object() ? body.as_object().if_contains("message_id") : nullptr;
    return id != nullptr && id->is_string() ? std::string(id->as_string()) : handle;
  }

  // "20260402113000" as "2026-04-02 11:30:00 UTC".
  static std::string readable_time(const std::string& compact) {
    if (compact.size() < 14) return compact;
    return fmt::format("{}-{}-{} {}:{}:{} UTC", compact.substr(0, 4), compact.substr(4, 2),
                       compact.substr(6, 2), compact.substr(8, 2), compact.substr(10, 2),
                       compact.substr(12, 2));
  }

  Exit take_form(const std::string& handle, const Response& got) {
    auto form = verify_as_received(got);
    if (!form) return unverified(handle, got, form.error().to_string());
    if (!form->form) {
      print_problems(fmt::format("{}: the signature is right, but the fields are not:", handle),
                     form->problems);
      return unverified(handle, got, "gateway.invalid_form");
    }
    const Path stem = options_.out / stem_for(*form->form);
    Path xml = stem, text = stem;
    xml += ".xml";
    text += ".txt";
    for (const auto& [file, content] :
         {std::pair{text, to_bytes(forms::show_form(*form->form))}, std::pair{xml, got.body}})
      if (auto written = posix::write_file_durably(file, content, posix::Mode::secret); !written)
        return give_up(file.string(), written.error());
    std::string acknowledged;
    if (options_.acknowledge == CollectOptions::Acknowledge::automatic &&
        wants_acknowledgement(forms::type_of(*form->form))) {
      if (const Exit sent = acknowledge(handle, *form, acknowledged); sent != Exit::yes)
        return sent;
    }
    if (const Exit marked = mark(handle); marked != Exit::yes) return marked;
    note(xml, form->root, forms::control_of(*form->form).message_id.str(), acknowledged, {});
    return Exit::yes;
  }

  // A signature counts as of when the form was received (and verified) by the gateway: a
  // certificate that ended since does not undo it.
  Result<VerifiedForm> verify_as_received(const Response& got) {
    const Instant now = client_.clock().now();
    auto form = verify_form(got.body, client_.trust(), now);
    if (form || !form.error().is(certs::Errc::expired)) return form;
    const auto stamp = std::string(find_field(got.fields, "mex-statustimestamp").value_or(""));
    const auto arrived = arrival(stamp);
    if (!arrived || *arrived > now) return form;
    GP_TRY(const auto trust, load_trust({client_.settings().trust, std::nullopt}));
    return verify_form(got.body, trust, *arrived);
  }

  static std::optional<Instant> arrival(const std::string& compact) {
    if (compact.size() != 14) return std::nullopt;
    return from_rfc3339(fmt::format(
        "{}-{}-{}T{}:{}:{}Z", compact.substr(0, 4), compact.substr(4, 2), compact.substr(6, 2),
        compact.substr(8, 2), compact.substr(10, 2), compact.substr(12, 2)));
  }

  // File names carry ids, teams and form names only: nothing personal. A form's id is unique with
  // its team.
  static std::string stem_for(const forms::Form& form) {
    if (const auto* receipt = std::get_if<forms::Receipt>(&form))
      return fmt::format("Receipt-{}-{}", receipt->subject.message_id.str(),
                         static_cast<int>(receipt->rung));
    const forms::Control& control = forms::control_of(form);
    return fmt::format("{}-{}-{}", forms::root_name(forms::type_of(form)), control.from.str(),
                       control.message_id.str());
  }

  Exit unverified(const std::string& handle, const Response& got, const std::string& why) {
    const Path file = options_.out / "failed" / (handle + ".xml");
    if (auto made = posix::make_folder(file.parent_path(), posix::Mode::secret); made)
      (void)posix::write_file_durably(file, got.body, posix::Mode::secret);
    complain(fmt::format("{}: NOT acknowledged, left in the inbox: {}\n  a copy is in {}", handle,
                         why, file.string()));
    return Exit::no;
  }

  Path kept_acknowledgement(const std::string& handle) const {
    return client_.settings().outbox / "acknowledgements" / (handle + ".xml");
  }

  // The acknowledgement of an inbox item is made once: its bytes are found again under the item's
  // handle.
  Result<Bytes> signed_acknowledgement(const std::string& handle, const VerifiedForm& form) {
    const Path kept = kept_acknowledgement(handle);
    if (auto bytes = posix::read_file(kept, form_file_limit)) return bytes;
    const forms::Control& about = forms::control_of(*form.form);
    forms::Acknowledgement ack;
    ack.control.message_id = make_id<MessageId>(client_.random());
    ack.control.conversation_id = about.conversation_id;
    ack.control.created_at = std::chrono::floor<std::chrono::seconds>(client_.clock().now());
    ack.control.from = client_.settings().team;
    ack.control.to_team = about.from;
    ack.subject = {about.from, about.message_id, form.verified.digest};
    ack.mode = forms::Acknowledgement::Mode::automatic;
    ack.received_at = ack.control.created_at;
    GP_TRY(Bytes bytes,
           formats::xmldsig::sign_enveloped(as_bytes(forms::write_form(ack)), client_.signer()));
    GP_CHECK(posix::make_folder(kept.parent_path(), posix::Mode::secret));
    GP_CHECK(posix::write_file_durably(kept, bytes, posix::Mode::secret));
    return bytes;
  }

  Exit acknowledge(const std::string& handle, const VerifiedForm& form, std::string& acknowledged) {
    auto bytes = signed_acknowledgement(handle, form);
    if (!bytes) return give_up(handle, bytes.error());
    auto sent = client_.send_signed(*bytes);
    if (!sent) {
      // Refused for its signature: the certificate it was signed with may have ended. The next
      // round signs anew.
      const auto* refusal = std::get_if<ServerRefusal>(&sent.error());
      if (refusal != nullptr && refusal->status == 403) {
        std::error_code ignored;
        std::filesystem::remove(kept_acknowledgement(handle), ignored);
      }
      return static_cast<Exit>(
          explain(fmt::format("{}: on disk, but its acknowledgement was not accepted", handle),
                  sent.error()));
    }
    acknowledged = std::string(sent->answer.at("form_id").as_string());
    return Exit::yes;
  }

  Exit mark(const std::string& handle) {
    auto marked = client_.mailbox("PUT", "/inbox/" + handle + "/status/acknowledged", {}, {});
    if (!marked) return give_up(handle, marked.error());
    if (marked->status != 200) return static_cast<Exit>(explain(handle, refusal_of(*marked)));
    return Exit::yes;
  }

  void note(const Path& file, const std::string& form, const std::string& id,
            const std::string& acknowledgement, json::object more) {
    if (style_ == Style::json) {
      more["file"] = file.string();
      more["form"] = form;
      more["message_id"] = id;
      if (!acknowledgement.empty()) more["acknowledgement_id"] = acknowledgement;
      items_.push_back(std::move(more));
      return;
    }
    say(fmt::format("{} {}{} -> {}", form, id, acknowledgement.empty() ? "" : ", acknowledged",
                    file.string()));
  }

  Client& client_;
  const CollectOptions& options_;
  const Style style_;
  json::array items_;
};

}  // namespace

Exit collect(const CollectOptions& options, const ClientOptions& client_options) {
  const auto client = Client::open(client_options.config);
  if (!client) return Exit::usage;
  if (auto made = posix::make_folder(options.out, posix::Mode::secret); !made)
    return give_up("--out", made.error());
  std::signal(SIGINT, request_stop);
  std::signal(SIGTERM, request_stop);
  Exit last = Exit::yes;
  do {
    Collector collector(*client, options, client_options.style);
    try {
      last = collector.round();
    } catch (const std::exception&) {
      // A mailbox must not go unwatched because one answer was strange.
      complain("collect: an answer of the gateway could not be understood; trying again");
      last = Exit::no;
    }
    if (client_options.style == Style::json)
      print_json(json::object{{"collected", collector.items()}});
    if (options.rounds == CollectOptions::Rounds::once) return last;
    for (int waited = 0; waited < options.every_seconds * 10 && !stop_requested; ++waited)
      std::this_thread::sleep_for(std::chrono::milliseconds{100});
  } while (!stop_requested);
  return last;
}

}  // namespace gatepost::cli
