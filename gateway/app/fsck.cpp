#include "gateway/app/fsck.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "gateway/app/evidence.hpp"
#include "gateway/audit/entry.hpp"
#include "gateway/audit/verifier.hpp"
#include "gateway/base/limits.hpp"
#include "gateway/identity/credentials.hpp"
#include "gateway/identity/drafts.hpp"
#include "gateway/identity/profile.hpp"

namespace gatepost::app {

namespace {

using exchange::Conversation;
using exchange::MessageKey;
using exchange::MessageState;
using exchange::Rung;

constexpr std::size_t page = 256;
constexpr std::size_t log_page = 4096;
constexpr std::size_t draft_page = 16;  // each may have limits::draft_bytes

class Inspection {
 public:
  Inspection(exchange::View& view, const certs::KeyRing& keys) : view_(view), keys_(keys) {}

  Result<FsckReport> run() {
    GP_CHECK(ask_engine());
    GP_CHECK(read_log());
    GP_CHECK(read_conversations());
    for (const auto& [message, digest] : in_log_)
      found("form-lost", message, "the log says that it was accepted, and no conversation has it");
    GP_CHECK(read_users());
    GP_CHECK(read_drafts());
    return std::move(report_);
  }

 private:
  void found(std::string_view kind, std::string about, std::string wrong) {
    ++report_.flaw_count;
    if (report_.flaws.size() < limits::fsck_flaws)
      report_.flaws.push_back({std::string(kind), std::move(about), std::move(wrong)});
  }

  Result<void> ask_engine() {
    GP_TRY(const auto wrong, view_.self_check());
    for (const std::string& each : wrong) found("engine", "database", each);
    return {};
  }

  Result<void> read_log() {
    GP_TRY(audit::Head head, view_.audit_head());
    audit::Verifier verifier(std::move(head));
    for (std::uint64_t next = 0;;) {
      GP_TRY(const auto rows, view_.audit_rows(next, log_page));
      if (rows.empty()) break;
      for (const audit::Row& row : rows) {
        verifier.add(row);
        note(row);
      }
      next = rows.back().index + 1;
    }
    const audit::Verification verified = verifier.finish();
    report_.log_entries = verified.checked;
    if (!verified.wrong.empty())
      found("log", verified.first_bad ? fmt::format("entry {}", *verified.first_bad) : "log",
            verified.wrong);
    return {};
  }

  void note(const audit::Row& row) {
    const auto parsed =
        audit::parse_canonical(row.bytes);  // what cannot be read, the verifier says
    if (parsed && parsed->first.event == "accepted")
      in_log_.emplace(parsed->first.message, parsed->first.digest);
  }

  Result<void> read_conversations() {
    ConversationId last;
    for (;;) {
      GP_TRY(const auto stored, view_.conversations(last, page));
      if (stored.empty()) return {};
      for (const auto& each : stored) GP_CHECK(inspect(each));
      last = stored.back().conversation.id;
    }
  }

  Result<void> inspect(const exchange::View::StoredConversation& stored) {
    ++report_.conversations;
    const Conversation& conversation = stored.conversation;
    if (stored.wake_at != conversation.wake_at())
      found("wrong-wake", conversation.id.str(),
            "its next instant is stored wrongly: a deadline would be found late, or never");
    for (const MessageState& message : conversation.messages) {
      ++report_.messages;
      inspect_log(message);
      GP_CHECK(inspect_record(conversation, message));
      GP_CHECK(inspect_receipts(message));
      GP_CHECK(inspect_inbox(message));
    }
    return {};
  }

  void inspect_log(const MessageState& message) {
    const auto entry = in_log_.find(message.key.str());
    if (entry == in_log_.end())
      return found("not-in-log", message.key.str(),
                   "no entry of the log says that it was accepted");
    if (entry->second != message.digest.hex())
      found("wrong-digest", message.key.str(), "the log names another digest of the form");
    in_log_.erase(entry);
  }

  Result<void> inspect_record(const Conversation& conversation, const MessageState& message) {
    GP_TRY(const auto record, view_.form(message.key));
    if (!record)
      found("record-missing", message.key.str(), "its form has no record");
    else if (record->conversation != conversation.id || record->digest != message.digest ||
             record->handle != message.handle || record->to != message.to)
      found("record-differs", message.key.str(), "the form's record says other than its message");
    return inspect_payload(message.carried(), message.key.str());
  }

  Result<void> inspect_payload(const MessageKey& payload, const std::string& about) {
    GP_TRY(const auto row, view_.payload_part(payload, form_part));
    if (!row)
      found("payload-missing", about, "its bytes are gone");
    else if (const auto plain = certs::unseal(keys_, payload.str(), row->wrap, row->part); !plain)
      found("payload-unreadable", about,
            fmt::format("its bytes cannot be unsealed: {}", plain.error().to_string()));
    return {};
  }

  // Aftercare has no receipts; nor has the acceptance of a copy, whose form has one.
  Result<void> inspect_receipts(const MessageState& message) {
    GP_TRY(const auto receipts, view_.receipts(message.key));
    report_.receipts += receipts.size();
    for (const auto& receipt : receipts) {
      const std::string about =
          fmt::format("{} {}", message.key.str(), config::to_string(receipt.rung));
      if (!message.reached(receipt.rung))
        found("receipt-without-rung", about, "a receipt was handed out for what is not recorded");
      GP_CHECK(inspect_payload(receipt.key, about));
    }
    for (const Rung rung :
         {Rung::accepted, Rung::delivered, Rung::acknowledged, Rung::confirmed, Rung::answered}) {
      if (!message.reached(rung) || (rung == Rung::accepted && message.copy_of)) continue;
      if (std::ranges::find(receipts, rung, &exchange::ReceiptRecord::rung) == receipts.end())
        found("rung-without-receipt",
              fmt::format("{} {}", message.key.str(), config::to_string(rung)),
              "it was reached, and its sender has no receipt");
    }
    return {};
  }

  // What still waits to be collected must be where it can be.
  Result<void> inspect_inbox(const MessageState& message) {
    if (message.to.empty()) return {};
    GP_TRY(const auto item, view_.inbox_item(message.to, message.handle));
    const bool waits = message.standing == exchange::Standing::open &&
                       message.waiting_for(Rung::delivered) != nullptr;
    if (!item && waits)
      found("not-in-inbox", message.key.str(),
            "it waits to be collected, and is not in the recipient's inbox");
    if (item && item->collected_at && !message.delivered_at && has_delivery(message))
      found("collected-unrecorded", message.key.str(),
            "it was collected, and its ladder does not say so");
    return {};
  }

  static bool has_delivery(const MessageState& message) {
    return std::ranges::find(message.deadlines, Rung::delivered, &exchange::Deadline::rung) !=
           message.deadlines.end();
  }

  // Without a profile nobody can be found, without a credential nobody can sign in.
  Result<void> read_users() {
    UserId last;
    for (;;) {
      GP_TRY(const auto users, view_.people().users(page, last));
      if (users.empty()) return {};
      for (const identity::UserRecord& user : users) {
        ++report_.users;
        if (const auto profile = identity::unseal_profile(keys_, user); !profile)
          unreadable("profile-unreadable", audit::actor_of(user.id), profile.error());
        GP_CHECK(inspect_credentials(user.id));
      }
      last = users.back().id;
    }
  }

  Result<void> inspect_credentials(const UserId& user) {
    GP_TRY(const auto credentials, view_.people().credentials_of(user));
    for (const identity::CredentialRecord& credential : credentials) {
      // Neither has anything sealed: a recovery code is its token, and so is an account elsewhere.
      if (credential.kind == identity::CredentialKind::recovery_code ||
          credential.kind == identity::CredentialKind::external)
        continue;
      if (const auto secret = identity::unseal_secret(keys_, credential); !secret)
        unreadable("credential-unreadable",
                   fmt::format("{} {}", audit::actor_of(user), to_string(credential.kind)),
                   secret.error());
    }
    return {};
  }

  Result<void> read_drafts() {
    DraftId last;
    for (;;) {
      GP_TRY(const auto drafts, view_.people().drafts(draft_page, last));
      if (drafts.empty()) return {};
      for (const identity::DraftRecord& draft : drafts) {
        ++report_.drafts;
        if (const auto content = identity::unseal_draft(keys_, draft); !content)
          unreadable("draft-unreadable", "draft/" + draft.id.str(), content.error());
      }
      last = drafts.back().id;
    }
  }

  void unreadable(std::string_view kind, std::string about, const Error& error) {
    found(kind, std::move(about), fmt::format("it cannot be unsealed: {}", error.to_string()));
  }

  exchange::View& view_;
  const certs::KeyRing& keys_;
  FsckReport report_;
  std::unordered_map<std::string, std::string> in_log_;  // accepted and not seen yet: its digest
};

}  // namespace

Result<FsckReport> fsck(exchange::View& view, const certs::KeyRing& keys) {
  return Inspection(view, keys).run();
}

}  // namespace gatepost::app
