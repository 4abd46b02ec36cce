// Identity: what faces that people use ask for: signing in, one's own account, and acting for a
// team. Joined from gateway/identity, the store, a pool for passwords and the Gateway. Owned by the
// server; used on its io_context's thread. gateway/identity/README.md shows what a page calls.
//
// Every answer comes after the commit. A refusal of a person is in the audit log; that of a name
// nobody has is counted.
#pragma once

#include <functional>

#include "gateway/app/gateway.hpp"
#include "gateway/app/password_checks.hpp"
#include "gateway/identity/access.hpp"
#include "gateway/identity/credentials.hpp"
#include "gateway/identity/password_hash.hpp"
#include "gateway/identity/sign_in.hpp"

namespace gatepost::app {

// Why somebody opens a form of a team that is not theirs: a closed list, so that the log needs no
// free text. Of one's own team it is direct care, and nobody is asked.
enum class OpeningReason {
  direct_care,
  covering_for_colleagues,
  complaint_or_incident,
  data_subject
};
std::string_view to_string(OpeningReason reason);
std::optional<OpeningReason> parse_opening_reason(std::string_view text);

struct SignInRequest {
  std::string name, password;
  std::string address;  // of the peer
  std::string device;   // "Firefox on Linux": for the person's own list of sessions
};

struct SignedIn {
  std::string token;  // for the cookie; the one before opens nothing any more
  identity::SessionStage stage{};
};

struct SessionView {
  SessionId id;
  std::string device;
  Instant began_at, seen_at;
  enum class Which { this_one, another } which = Which::another;
};

struct FactorView {
  CredentialId id;
  identity::CredentialKind kind{};
  Instant set_up_at;
  std::optional<Instant> used_at;
  std::string label;  // of a security key: what its owner calls it
  Bytes key_id;       // of a security key: what the browser looks for
};
struct Factors {
  std::vector<FactorView> list;
  std::size_t recovery_codes_left = 0;
};

struct TotpSetup {
  std::string secret;  // base32, to be typed
  std::string uri;     // to be shown as a picture
};
struct Enrolled {
  SignedIn session;
  std::vector<std::string> recovery_codes;  // with the first factor; shown once
};

struct Opened {
  MessageView message;
  formats::forms::Form form;
  TeamCode team;  // for which it was opened
};

struct Draft {
  std::optional<DraftId> id;      // nothing: a new one
  std::int64_t version_read = 0;  // of the one that was read; 0 for a new one
  std::optional<ConversationId> conversation;
  std::string form;  // root name
  std::string content;
};
struct DraftView {
  identity::DraftRecord record;  // its content still sealed
  std::string content;
  std::string changed_by;  // display name
};

class Identity {
 public:
  struct Options {
    identity::HashCost cost;
    identity::RelyingParty party;  // of security keys; empty when the console has no url of its own
    std::size_t checks_waiting = limits::password_checks_waiting;  // more are refused as busy
  };
  Identity(Gateway& gateway, Options options);

  // A browser asks a key only for the name in the address bar, so the console must know its own.
  bool takes_security_keys() const { return !options_.party.id.empty(); }

  // ---- Signing in. Errors: identity::Errc.
  boost::asio::awaitable<Answer<SignedIn>> sign_in(SignInRequest request);
  boost::asio::awaitable<Answer<SignedIn>> second_factor(std::string token,
                                                         identity::FactorProof proof);
  boost::asio::awaitable<Answer<SignedIn>> second_factor(std::string token,
                                                         identity::KeyAssertion assertion);
  // Who it is; asked for every request. Errors: no_session.
  boost::asio::awaitable<Answer<identity::Person>> session(std::string token);
  boost::asio::awaitable<Answer<void>> sign_out(std::string token);
  // Sign-ins and second factors that were throttled, and sign-ins under names that nobody has,
  // since the last call: for the minute's summary in the audit log.
  std::uint64_t take_refused_sign_ins() { return refused_sign_ins_.exchange(0); }

  // ---- One's own account. What changes it, or tells of its sessions, is refused to a session
  // whose second factor is still awaited (second_factor_wanted): a password alone opens nothing.
  boost::asio::awaitable<Answer<std::vector<SessionView>>> sessions(identity::Person person);
  boost::asio::awaitable<Answer<void>> end_session(identity::Person person, SessionId session);
  boost::asio::awaitable<Answer<std::size_t>> end_other_sessions(identity::Person person);
  // Ends every other session. At stage new_password, `current` is the one that was given out.
  struct NewPassword {
    std::string current, fresh;
  };
  boost::asio::awaitable<Answer<SignedIn>> change_password(identity::Person person,
                                                           NewPassword passwords);
  boost::asio::awaitable<Answer<Factors>> factors(identity::Person person);
  boost::asio::awaitable<Answer<TotpSetup>> begin_totp(identity::Person person);
  boost::asio::awaitable<Answer<Enrolled>> confirm_totp(identity::Person person, std::string code);
  // What a security key is to sign next, to register it or as the second factor.
  boost::asio::awaitable<Answer<Digest>> key_challenge(identity::Person person);
  boost::asio::awaitable<Answer<Enrolled>> add_key(identity::Person person, identity::NewKey key);
  boost::asio::awaitable<Answer<std::vector<std::string>>> new_recovery_codes(
      identity::Person person);
  boost::asio::awaitable<Answer<void>> remove_factor(identity::Person person, CredentialId factor);

  // ---- Acting. What Gateway's methods take to know on whose behalf they are asked.
  // For a team. Errors: as identity::authorise.
  boost::asio::awaitable<Answer<Caller>> act_for(identity::Person person, identity::Action action,
                                                 TeamCode team);
  // On a message, in whichever of the person's teams it concerns. Errors: also Errc::not_found.
  boost::asio::awaitable<Answer<Caller>> act_on(identity::Person person, identity::Action action,
                                                std::string message_id);
  // On the gateway as a whole.
  boost::asio::awaitable<Answer<void>> may(identity::Person person, identity::Action action);
  // A refusal of this person that a face decided (a form from another site, a stale token): counted
  // and in the audit log, as those of this class are. It owns what it is given, so that a face can
  // let it run behind its answer. Refusals of unknown visitors are the face's to count.
  boost::asio::awaitable<void> record_refusal(identity::Person person, Error error,
                                              TeamCode team = {});

  // Reads a form: a consultation, in the log before its content leaves. Opened for the recipient it
  // is delivered. Errors: identity::Errc::reason_wanted when it is another team's of the person's
  // side and no reason is given.
  boost::asio::awaitable<Answer<Opened>> open_form(identity::Person person, std::string message_id,
                                                   std::optional<OpeningReason> reason);
  // Signs a form for the person and hands it in at the door that everybody uses.
  boost::asio::awaitable<Answer<Accepted>> send(identity::Person person, TeamCode team,
                                                formats::forms::Form form);

  // ---- Drafts. Errors: identity::Errc::changed_meanwhile: read it again and let the person see
  // both; too_many.
  boost::asio::awaitable<Answer<identity::DraftRecord>> save_draft(identity::Person person,
                                                                   TeamCode team, Draft draft);
  boost::asio::awaitable<Answer<DraftView>> draft(identity::Person person, DraftId id);
  boost::asio::awaitable<Answer<std::vector<DraftView>>> drafts(identity::Person person,
                                                                TeamCode team);
  boost::asio::awaitable<Answer<void>> discard_draft(identity::Person person, DraftId id);

  // ---- Administration: a change that only who manages users may make (identity/users.hpp).
  template <class T>
  boost::asio::awaitable<Answer<T>> administer(identity::Person person,
                                               std::function<Result<T>(identity::Change&)> act) {
    auto allowed = co_await may(person, identity::Action::manage_users);
    if (!allowed) co_return std::unexpected(std::move(allowed).error());
    co_return co_await change<T>(person.actor(), std::move(act));
  }
  // A password for somebody else, to be changed at once: the text and its hash.
  struct GivenPassword {
    std::string text, hash;
  };
  boost::asio::awaitable<Answer<GivenPassword>> make_password();

 private:
  // One transaction on people's rows, with its audit entries.
  template <class T>
  boost::asio::awaitable<Answer<T>> change(std::string actor,
                                           std::function<Result<T>(identity::Change&)> act) {
    auto answer = std::make_shared<std::optional<Result<T>>>();
    auto done =
        co_await submit(std::move(actor), [answer, act](identity::Change& made) -> Result<void> {
          answer->emplace(act(made));
          if (!**answer) return std::unexpected((**answer).error());
          return {};
        });
    if (!done) co_return std::unexpected(std::move(done).error());
    if constexpr (std::is_void_v<T>)
      co_return Answer<void>{};
    else
      co_return std::move(***answer);
  }
  boost::asio::awaitable<Answer<void>> submit(std::string actor,
                                              std::function<Result<void>(identity::Change&)> act);
  boost::asio::awaitable<void> take_attempt_back(std::string actor, identity::Admitted admitted);
  // The refusal of a session that has not shown the factor which its owner has set up.
  static std::optional<Error> withheld_account(const identity::Person& person);
  boost::asio::awaitable<Answer<SignedIn>> moved_on(const identity::Person& person,
                                                    std::string method);

  Gateway& gateway_;
  Options options_;
  std::string nobodys_hash_;  // checked for names nobody has, so that they take as long
  std::atomic<std::uint64_t> refused_sign_ins_ = 0;
  PasswordChecks checks_;
};

}  // namespace gatepost::app
