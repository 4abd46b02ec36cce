#include "gateway/cli/collector.hpp"

#include <fmt/format.h>

#include "gateway/cli/form_file.hpp"
#include "gateway/cli/keep.hpp"
#include "gateway/cli/stop.hpp"

namespace gatepost::cli {

namespace forms = formats::forms;
namespace fs = std::filesystem;
namespace json = boost::json;
using formats::http1::find_field;
using formats::http1::Response;

namespace {

constexpr std::size_t page_items = 500;
constexpr int most_pages = 1000;

// "20260402113000" as "2026-04-02 11:30:00 UTC".
std::string readable_time(const std::string& compact) {
  if (compact.size() < 14) return compact;
  return fmt::format("{}-{}-{} {}:{}:{} UTC", compact.substr(0, 4), compact.substr(4, 2),
                     compact.substr(6, 2), compact.substr(8, 2), compact.substr(10, 2),
                     compact.substr(12, 2));
}

std::optional<Instant> arrival(const std::string& compact) {
  if (compact.size() != 14) return std::nullopt;
  return from_rfc3339(fmt::format("{}-{}-{}T{}:{}:{}Z", compact.substr(0, 4), compact.substr(4, 2),
                                  compact.substr(6, 2), compact.substr(8, 2), compact.substr(10, 2),
                                  compact.substr(12, 2)));
}

// File names carry ids, teams and form names only: nothing personal. A form's id is unique with
// its team.
std::string stem_for(const forms::Form& form) {
  if (const auto* receipt = std::get_if<forms::Receipt>(&form))
    return fmt::format("Receipt-{}-{}", receipt->subject.message_id.str(),
                       static_cast<int>(receipt->rung));
  const forms::Control& control = forms::control_of(form);
  return fmt::format("{}-{}-{}", forms::root_name(forms::type_of(form)), control.from.str(),
                     control.message_id.str());
}

}  // namespace

bool wants_acknowledgement(forms::FormType type) {
  switch (type) {
    case forms::FormType::lief:
    case forms::FormType::clinical_part:
    case forms::FormType::alert_form:
    case forms::FormType::information_request:
    case forms::FormType::withdrawal:
      return true;
    case forms::FormType::information_reply:
    case forms::FormType::acknowledgement:
    case forms::FormType::response:
    case forms::FormType::phone_confirmation:
    case forms::FormType::receipt:
      return false;
  }
  return false;
}

Exit Collector::round() {
  seen_ = 0;
  silent_ = false;
  Exit worst = Exit::yes;
  Handle after;
  for (int pages = 0; pages < most_pages && !stop_requested(); ++pages) {
    const Handle before = after;
    worst = std::max(worst, page(after));
    if (after == before || silent_) break;
  }
  return worst;
}

// Takes one page; `after` moves on when there may be another.
Exit Collector::page(Handle& after) {
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
  Exit worst = Exit::yes;
  std::optional<Handle> last;
  for (const json::value& id : ids->as_array()) {
    if (stop_requested()) return worst;
    ++seen_;
    // An id becomes part of paths and URLs: only well-formed ones go any further.
    last = id.is_string() ? Handle::parse(std::string_view(id.as_string())) : std::nullopt;
    if (last) {
      worst = std::max(worst, take(last->str()));
      // The next one would only wait for the same silence. A refusal of one item, even a 500, is
      // no reason to leave the others.
      if (silent_) return worst;
    } else {
      complain("the inbox: the gateway listed something that is no message id");
      worst = Exit::no;
    }
  }
  if (ids->as_array().size() == page_items && last) after = *last;
  return worst;
}

Exit Collector::take(const std::string& handle) {
  auto got = client_.mailbox("GET", "/inbox/" + handle, {}, {});
  if (!got) {
    silent_ = exit_for(got.error()) == Exit::unreachable;
    return give_up(handle, got.error());
  }
  if (got->status != 200) return static_cast<Exit>(explain(handle, refusal_of(*got)));
  const bool report = find_field(got->fields, "mex-messagetype") == "REPORT";
  return report ? take_report(handle, *got) : take_form(handle, *got);
}

Exit Collector::take_report(const std::string& handle, const Response& got) {
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
  auto kept = keep_pieces(options_.folders.reports, "report-" + handle, {{".txt", as_bytes(text)}});
  if (!kept) return give_up(handle, kept.error());
  if (const Exit marked = mark(handle); marked != Exit::yes) return marked;
  options_.note({* kept += ".txt", "REPORT", field("mex-statuscode"), "", linked});
  return Exit::yes;
}

// A REPORT names a handle; people know the form's own id.
std::string Collector::message_of(const std::string& handle) {
  auto got = client_.api("GET", "/messages/" + handle, {});
  if (!got || got->status != 200) return handle;
  json::error_code bad;
  const json::value body = json::parse(as_text(got->body), bad);
  const json::value* id =
      !bad && body.is_object() ? body.as_object().if_contains("message_id") : nullptr;
  return id != nullptr && id->is_string() ? std::string(id->as_string()) : handle;
}

Exit Collector::take_form(const std::string& handle, const Response& got) {
  auto form = verify_as_received(got);
  if (!form) return unverified(handle, got, form.error().to_string());
  if (!form->form) {
    print_problems(fmt::format("{}: the signature is right, but the fields are not:", handle),
                   form->problems);
    return unverified(handle, got, "gateway.invalid_form");
  }
  const bool receipt = forms::type_of(*form->form) == forms::FormType::receipt;
  const std::string readable = forms::show_form(*form->form);
  auto kept =
      keep_pieces(receipt ? options_.folders.receipts : options_.folders.forms,
                  stem_for(*form->form), {{".txt", as_bytes(readable)}, {".xml", got.body}});
  if (!kept) return give_up(handle, kept.error());
  std::string acknowledged;
  if (options_.acknowledge == Acknowledge::automatic &&
      wants_acknowledgement(forms::type_of(*form->form))) {
    if (const Exit sent = acknowledge(handle, *form, acknowledged); sent != Exit::yes) return sent;
  }
  if (const Exit marked = mark(handle); marked != Exit::yes) return marked;
  options_.note({* kept += ".xml", form->root, forms::control_of(*form->form).message_id.str(),
                 acknowledged, ""});
  return Exit::yes;
}

// A signature counts as of when the form was received (and verified) by the gateway: a
// certificate that ended since does not undo it.
Result<VerifiedForm> Collector::verify_as_received(const Response& got) {
  const Instant now = client_.clock().now();
  auto form = verify_form(got.body, client_.trust(), now);
  if (form || !form.error().is(certs::Errc::expired)) return form;
  const auto stamp = std::string(find_field(got.fields, "mex-statustimestamp").value_or(""));
  const auto arrived = arrival(stamp);
  if (!arrived || *arrived > now) return form;
  GP_TRY(const auto trust, load_trust({client_.settings().trust, std::nullopt}));
  return verify_form(got.body, trust, *arrived);
}

Exit Collector::unverified(const std::string& handle, const Response& got, const std::string& why) {
  const fs::path file = options_.folders.unverified / (handle + ".xml");
  auto copied = posix::make_folder(file.parent_path(), posix::Mode::secret);
  if (copied) copied = posix::write_file_durably(file, got.body, posix::Mode::secret);
  complain(fmt::format(
      "{}: NOT acknowledged, left in the inbox: {}\n  {}", handle, why,
      copied ? "a copy is in " + file.string() : "no copy: " + copied.error().to_string()));
  return Exit::no;
}

fs::path Collector::kept_acknowledgement(const std::string& handle) const {
  return client_.settings().outbox / "acknowledgements" / (handle + ".xml");
}

// The acknowledgement of an inbox item is made once: its bytes are found again under the item's
// handle.
Result<Bytes> Collector::signed_acknowledgement(const std::string& handle,
                                                const VerifiedForm& form) {
  const fs::path kept = kept_acknowledgement(handle);
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

Exit Collector::acknowledge(const std::string& handle, const VerifiedForm& form,
                            std::string& acknowledged) {
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

Exit Collector::mark(const std::string& handle) {
  auto marked = client_.mailbox("PUT", "/inbox/" + handle + "/status/acknowledged", {}, {});
  if (!marked) return give_up(handle, marked.error());
  if (marked->status != 200) return static_cast<Exit>(explain(handle, refusal_of(*marked)));
  return Exit::yes;
}

}  // namespace gatepost::cli
