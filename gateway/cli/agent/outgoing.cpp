#include "gateway/cli/agent/outgoing.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "formats/xmldsig/enveloped.hpp"
#include "gateway/base/limits.hpp"
#include "gateway/cli/form_file.hpp"
#include "gateway/cli/keep.hpp"
#include "gateway/cli/stop.hpp"

namespace gatepost::cli::agent {

namespace forms = formats::forms;
namespace fs = std::filesystem;
namespace xml = formats::xml;
namespace xmldsig = formats::xmldsig;

namespace {

constexpr const char* drop_again = "mend it, and drop it into out/ again.";

// Hidden names are left out: half-written files of ours have such. A folder that is not there has
// none; one that cannot be read is an error, never an empty one.
Result<std::vector<fs::path>> files_in(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code bad;
  for (fs::directory_iterator each(folder, bad), end; !bad && each != end; each.increment(bad))
    if (!each->path().filename().string().starts_with('.')) files.push_back(each->path());
  if (bad && bad != std::errc::no_such_file_or_directory)
    return fail(posix::Errc::cannot_read, "listing a folder: " + bad.message());
  std::ranges::sort(files);
  return files;
}

Reason no_form(const std::string& why) {
  return {"This file",
          why,
          {},
          std::string("drop a form as XML; `gatepost form template lief` prints a sample.")};
}

// What the first half of a good form looks like: cut in a tag, in a comment or in a character.
bool could_be_cut_short(const Error& error) {
  return error.is(xml::Errc::malformed) || error.is(xml::Errc::comment) ||
         error.is(xml::Errc::not_utf8);
}

bool has_signature(const xml::Document& document) {
  return std::ranges::any_of(document.root().children(),
                             [](const xml::Element& child) { return child.name() == "Signature"; });
}

std::string name_of(const FormHead& head) {
  return fmt::format("{} {}", forms::root_name(head.type), head.message_id.str());
}

// Only when nothing that was dropped is in it any more. What stays is looked at again in the next
// round.
void clear_away(const fs::path& item) {
  const auto left = files_in(item / "taken");
  std::error_code ignored;
  if (left && left->empty()) fs::remove_all(item, ignored);
}

}  // namespace

void Outgoing::take(const std::vector<Watch::Settled>& settled, Client& client) {
  for (const Watch::Settled& each : settled) {
    if (stop_requested()) return;
    take_one(each, client);
  }
}

void Outgoing::take_one(const Watch::Settled& settled, Client& client) {
  const fs::path dropped = folder_.out / settled.entry.name;
  auto refuse = [&](const Reason& reason, const Action& action) {
    if (auto moved = fail_file(dropped, reason); !moved) return disk_refused(moved.error());
    journal_.note(action);
  };
  if (settled.entry.kind != Entry::Kind::file)
    return refuse(
        no_form(settled.entry.kind == Entry::Kind::link
                    ? "It is a link to a file elsewhere. Only files themselves are taken: "
                      "copy the form into out/."
                    : "It is not a file. Drop each form as a file of its own."),
        {"failed", "", "", "not a regular file"});
  const auto read = read_regular_file(dropped, limits::xml_document_bytes);
  if (!read && read.error().is(posix::Errc::too_large))
    return refuse(no_form(fmt::format("It is longer than {} bytes, which no form may be.",
                                      limits::xml_document_bytes)),
                  {"failed", "", "", "too large"});
  if (!read) {
    if (is_there(dropped))
      refuse(no_form(fmt::format("It could not be read ({}). Let the agent's user read it.",
                                 read.error().context())),
             {"failed", "", "", "it could not be read"});
    return;
  }
  const auto document = xml::Document::parse(without_draft_comments(*read));
  if (!document && could_be_cut_short(document.error()) &&
      may_still_grow(settled, client.clock().now())) {
    if (growing_.insert(settled.entry.inode).second)
      journal_.note({"waiting", "", "", "not complete yet; it is looked at again"});
    return;
  }
  growing_.erase(settled.entry.inode);
  auto draft = draft_of(*read, client);
  if (!draft) {
    const auto head = document ? head_of(*document) : std::nullopt;
    return refuse(
        draft.error(),
        {"failed", head ? std::string(forms::root_name(head->type)) : "",
         head ? head->message_id.str() : "",
         fmt::format("{} problem(s)", std::max<std::size_t>(draft.error().problems.size(), 1))});
  }
  const auto begun = begin(dropped, *read, *draft);
  if (!begun) {
    if (!begun.error().is(Errc::id_in_use)) return disk_refused(begun.error());
    return refuse({name_of(draft->head),
                   begun.error().context(),
                   {},
                   "give this one a MessageId of its own (a new UUID), and drop it again."},
                  {"failed", std::string(forms::root_name(draft->head.type)),
                   draft->head.message_id.str(), "its MessageId is in use"});
  }
  if (*begun == Begun::begun)
    journal_.note({"taken", std::string(forms::root_name(draft->head.type)),
                   draft->head.message_id.str(), "checked and signed"});
}

// The form as it will be sent, or everything that is wrong with it.
std::expected<Outgoing::Draft, Reason> Outgoing::draft_of(const Bytes& dropped,
                                                          Client& client) const {
  const Bytes bytes = without_draft_comments(dropped);
  const auto document = xml::Document::parse(bytes);
  if (!document)
    return std::unexpected(no_form(
        fmt::format("It is not one well-formed XML form: {}.", document.error().context())));
  const auto head = head_of(*document);
  const std::string what = head ? name_of(*head) : "This file";
  const auto form = forms::read_form(*document, today_in_london(client.clock().now()));
  if (!form) return std::unexpected(Reason{what, "", form.error(), drop_again});
  const std::string team = client.settings().team.str();
  if (forms::control_of(*form).from.str() != team)
    return std::unexpected(
        Reason{what,
               "",
               {{"From", std::string(document->root().name()) + "/Control/From",
                 fmt::format("this folder sends for {}, and the form is from another team", team),
                 fmt::format("{}, or drop it into the folder of the team that it is from", team)}},
               drop_again});
  if (!head) return std::unexpected(no_form("Its Control section cannot be read."));
  if (has_signature(*document)) return Draft{*head, bytes};
  auto signed_form = xmldsig::sign_enveloped(bytes, client.signer());
  if (!signed_form)
    return std::unexpected(
        Reason{what,
               fmt::format("It could not be signed: {}.", signed_form.error().to_string()),
               {},
               "see to the team's key and certificate in client.toml, and drop it again."});
  return Draft{*head, std::move(*signed_form)};
}

// Steps 1 and 2. The same form dropped again while the first is under way joins it.
Result<Outgoing::Begun> Outgoing::begin(const Path& dropped, const Bytes& read,
                                        const Draft& draft) {
  const fs::path item = folder_.work / draft.head.message_id.str();
  const fs::path taken = item / "taken";
  GP_TRY(const auto under_way, files_in(taken));
  if (under_way.empty()) {
    clear_away(item);  // cut short before anything was sent
    GP_CHECK(posix::make_folder(taken, posix::Mode::secret));
    GP_CHECK(
        posix::write_file_durably(item / "signed.xml", draft.signed_form, posix::Mode::secret));
  } else {
    GP_TRY(const Bytes first, posix::read_file(item / "signed.xml", form_file_limit));
    GP_TRY(const Digest known, xmldsig::form_digest(first));
    GP_TRY(const Digest now, xmldsig::form_digest(draft.signed_form));
    if (known != now)
      return fail(Errc::id_in_use, "Another form with this MessageId is on its way already.");
  }
  const std::string name = dropped.filename().string();
  const std::string ending = ending_of(name);
  GP_TRY(fs::path target, free_stem(taken, stem_of(name), {}, {ending}));
  target += ending;
  GP_CHECK(move_file(dropped, target));
  const auto again = read_regular_file(target, limits::xml_document_bytes);
  if (again && *again == read) return Begun::begun;
  // Somebody wrote to it between our reading and our taking: it goes back, to be looked at anew.
  GP_TRY(fs::path back, free_stem(folder_.out, stem_of(name), {}, {ending}));
  GP_CHECK(move_file(target, back += ending));
  return Begun::changed_meanwhile;
}

std::vector<Outgoing::Path> Outgoing::items() const {
  std::vector<std::pair<fs::file_time_type, fs::path>> dated;
  for (const fs::path& each : files_in(folder_.work).value_or(std::vector<fs::path>{})) {
    if (!MessageId::parse(each.filename().string())) continue;  // the lock, or somebody's own
    std::error_code bad;
    if (const auto taken = files_in(each / "taken"); taken && taken->empty())
      clear_away(each);  // not begun, or finished but for this
    else
      dated.emplace_back(fs::last_write_time(each / "signed.xml", bad), each);
  }
  std::ranges::sort(dated);
  std::vector<fs::path> found;
  found.reserve(dated.size());
  for (auto& [date, item] : dated) found.push_back(std::move(item));
  return found;
}

Exit Outgoing::send(Client& client) {
  Exit worst = Exit::yes;
  std::set<ConversationId> held;
  for (const Path& item : items()) {
    if (stop_requested()) return worst;
    const Exit sent = send_one(item, client, held);
    worst = std::max(worst, sent);
    if (sent == Exit::unreachable) return worst;
  }
  return worst;
}

// What follows a form in its conversation (its withdrawal, say) waits with it.
Exit Outgoing::send_one(const Path& item, Client& client, std::set<ConversationId>& held) {
  const auto bytes = posix::read_file(item / "signed.xml", form_file_limit);
  if (!bytes) return finished(std::unexpected(bytes.error()));
  const auto document = xml::Document::parse(*bytes);
  const auto head = document ? head_of(*document) : std::nullopt;
  if (!head)
    return finished(fail(posix::Errc::cannot_read, item.string() + ": signed.xml was altered"));
  if (const auto receipt = posix::read_file(item / "receipt.xml", form_file_limit))
    return finished(finish_sent(item, *bytes, *receipt));
  const auto waiting = later_.find(item);
  if (held.contains(head->conversation_id) ||
      (waiting != later_.end() && client.clock().now() < waiting->second.not_before)) {
    held.insert(head->conversation_id);
    return Exit::no;
  }
  const Exit sent = deliver(item, *head, *bytes, client);
  if (sent == Exit::yes) {
    later_.erase(item);
    return sent;
  }
  held.insert(head->conversation_id);
  if (sent == Exit::no) {
    std::uint8_t chance = 0;
    client.random().fill({&chance, 1});
    Later& later = later_[item];
    later.not_before = client.clock().now() + back_off(++later.failures, base_, chance);
  }
  return sent;
}

// Step 3, and what the answer asks for.
Exit Outgoing::deliver(const Path& item, const FormHead& head, ByteView signed_form,
                       Client& client) {
  const std::string kind(forms::root_name(head.type));
  const std::string id = head.message_id.str();
  auto sent = client.deliver(head, signed_form);
  if (sent) {
    const std::string receipt(sent->answer.at("receipt").as_string());
    const auto* repeat = sent->answer.if_contains("repeat");
    if (auto kept =
            posix::write_file_durably(item / "receipt.xml", as_bytes(receipt), posix::Mode::secret);
        !kept)
      return finished(kept);
    journal_.note({"sent", kind, id,
                   repeat != nullptr && repeat->is_bool() && repeat->as_bool()
                       ? "the gateway had it already; the same receipt came back"
                       : "accepted, and the receipt verified"});
    return finished(finish_sent(item, signed_form, as_bytes(receipt)));
  }
  if (const auto* error = std::get_if<Error>(&sent.error())) {
    journal_.note({"waiting", kind, id, error->to_string()});
    return exit_for(*error);
  }
  const auto& refusal = std::get<ServerRefusal>(sent.error());
  const std::string answered = refusal.code.empty() ? std::to_string(refusal.status) : refusal.code;
  if (is_final(refusal)) {
    journal_.note({"failed", kind, id, fmt::format("the gateway refused it ({})", answered)});
    return finished(finish_failed(
        item,
        {name_of(head), fmt::format("The gateway refused it: {}", refusal.text), {}, drop_again}));
  }
  journal_.note({"waiting", kind, id, fmt::format("the gateway answered {}", answered)});
  // These speak for the whole gateway; another 500 may be about this one form, and must not keep
  // the others.
  const bool gateway_is_down =
      refusal.status == 502 || refusal.status == 503 || refusal.status == 504;
  return gateway_is_down ? Exit::unreachable : Exit::no;
}

Exit Outgoing::finished(const Result<void>& done) {
  if (done) return Exit::yes;
  disk_refused(done.error());
  return Exit::usage;
}

// Steps 4 and 5, for everything that was dropped as this form.
Result<void> Outgoing::finish_sent(const Path& item, ByteView signed_form, ByteView receipt) {
  GP_TRY(const auto taken, files_in(item / "taken"));
  for (const fs::path& file : taken) {
    GP_TRY(fs::path stem, keep_pieces(folder_.sent, stem_of(file.filename().string()),
                                      {{".receipt.xml", receipt}}, {".xml"}));
    // What lies in sent/ is what the gateway has, and what its receipt is about.
    GP_CHECK(posix::write_file_durably(file, signed_form, posix::Mode::secret));
    GP_CHECK(move_file(file, stem += ".xml"));
  }
  clear_away(item);
  return {};
}

Result<void> Outgoing::finish_failed(const Path& item, const Reason& reason) {
  GP_TRY(const auto taken, files_in(item / "taken"));
  for (const fs::path& file : taken) GP_CHECK(fail_file(file, reason));
  clear_away(item);
  return {};
}

Result<void> Outgoing::fail_file(const Path& file, const Reason& reason) {
  const std::string name = file.filename().string();
  const std::string text = reason_text(reason);
  GP_TRY(fs::path stem, keep_pieces(folder_.failed, stem_of(name),
                                    {{".reason.txt", as_bytes(text)}}, {ending_of(name)}));
  return move_file(file, stem += ending_of(name));
}

// The error's own words name the file, and a file's name may be a person's.
void Outgoing::disk_refused(const Error& error) {
  disk_trouble_ = true;
  journal_.say(
      fmt::format("this machine's disk ({}.{}): see to space and permissions below {}; "
                  "nothing is lost, and it is tried again",
                  error.library(), error.name(), folder_.work.parent_path().string()));
}

}  // namespace gatepost::cli::agent
