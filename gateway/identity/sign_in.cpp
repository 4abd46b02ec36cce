#include "gateway/identity/sign_in.hpp"

#include "gateway/base/limits.hpp"
#include "gateway/identity/credentials.hpp"
#include "gateway/identity/normal_text.hpp"
#include "gateway/identity/profile.hpp"
#include "gateway/identity/throttle.hpp"

namespace gatepost::identity {

namespace {

// Whoever types something that can be nobody's name is counted like everybody else.
constexpr std::size_t longest_name_counted = 256;

struct Throttled {
  Digest key;
  ThrottlePolicy policy;
};

Result<void> refuse_blocked(Change& change, std::initializer_list<Throttled> all) {
  for (const Throttled& each : all) {
    GP_TRY(const auto before, change.rows.throttle(each.key));
    if (const auto until = blocked_until(before, change.now))
      return fail(Errc::throttled, "too many attempts; try again after " + to_rfc3339(*until));
  }
  return {};
}

Result<void> count(Change& change, std::initializer_list<Throttled> all) {
  for (const Throttled& each : all) {
    GP_TRY(const auto before, change.rows.throttle(each.key));
    GP_CHECK(change.rows.put_throttle(counted(before, each.key, each.policy, change.now)));
  }
  return {};
}

Result<void> take_back(Change& change, const Digest& key) {
  GP_TRY(const auto before, change.rows.throttle(key));
  if (!before) return {};
  return change.rows.put_throttle(taken_back(*before, change.now));
}

Throttled factor_throttle(const Change& change, const UserId& user) {
  return {change.keys.blind_token("throttle", "factor/" + user.str()), per_account};
}

// The password as it is now, when it is still the one that was checked and its owner may sign in.
// Else the reason for the log, which says more than the peer hears.
struct Standing {
  std::optional<CredentialRecord> password;
  std::string reason;
};
Result<Standing> standing_of(Change& change, const Admitted& admitted, const Verdict& verdict) {
  if (!admitted.user) return Standing{{}, "no-such-user"};
  if (!admitted.password) return Standing{{}, "no-password"};
  if (verdict.password == Verdict::Password::wrong) return Standing{{}, "wrong-password"};
  GP_TRY(const auto user, change.rows.user(admitted.user->id));
  if (!user || user->status != UserStatus::enabled) return Standing{{}, "disabled"};
  GP_TRY(const auto credentials, change.rows.credentials_of(user->id));
  const auto password = find_password(credentials);
  if (!password || password->secret != admitted.password->secret)
    return Standing{{}, "password-changed"};
  return Standing{password, {}};
}

struct MethodName {
  std::string_view operator()(const TotpProof&) const { return "totp"; }
  std::string_view operator()(const RecoveryProof&) const { return "recovery-code"; }
  std::string_view operator()(const KeyProof&) const { return "security-key"; }
};

struct Prover {
  Change& change;
  const SessionRecord& session;
  Result<Confirmed> operator()(const TotpProof& proof) const {
    return use_totp(change, session.user, proof.code);
  }
  Result<Confirmed> operator()(const RecoveryProof& proof) const {
    return use_recovery_code(change, session.user, proof.code);
  }
  Result<Confirmed> operator()(const KeyProof& proof) const {
    return use_key(change, session, proof.party, proof.assertion);
  }
};

}  // namespace

Result<Admitted> admit(Change& change, const Attempt& attempt) {
  GP_CHECK(change.rows.forget_expired(change.now, limits::expired_forgotten_at_once));
  const auto name = to_sign_in_name(attempt.name);
  const std::string counted_name = name ? *name : attempt.name.substr(0, longest_name_counted);
  const Throttled account{change.keys.blind_token("throttle", "account/" + counted_name),
                          per_account};
  const Throttled address{
      change.keys.blind_token("throttle", "address/" + throttled_address(attempt.address)),
      per_address};
  GP_CHECK(refuse_blocked(change, {account, address}));
  GP_CHECK(count(change, {account, address}));
  Admitted admitted{account.key, address.key, {}, {}};
  if (!name) return admitted;
  GP_TRY(admitted.user, change.rows.user_by_name(name_token(change.keys, *name)));
  if (!admitted.user) return admitted;
  GP_TRY(const auto credentials, change.rows.credentials_of(admitted.user->id));
  admitted.password = find_password(credentials);
  return admitted;
}

Result<void> take_attempt_back(Change& change, const Admitted& admitted) {
  GP_CHECK(take_back(change, admitted.account));
  return take_back(change, admitted.address);
}

Result<std::optional<SessionRecord>> settle(Change& change, const Admitted& admitted,
                                            const Verdict& verdict, const Arrival& arrival) {
  GP_TRY(const Standing standing, standing_of(change, admitted, verdict));
  if (!standing.password) {
    // Names that nobody has are guessed by the thousand; they are counted, not logged one by one.
    if (admitted.user) {
      change.actor = audit::actor_of(admitted.user->id);
      change.note("sign-in-failed", standing.reason);
    }
    // Something changes either way, so that this commit reaches the disk, and takes as long,
    // whether or not there was anything to log: else the time would tell which names exist. (SQLite
    // writes nothing when nothing differs, hence the millisecond.)
    GP_TRY(auto counted_before, change.rows.throttle(admitted.account));
    if (counted_before) {
      counted_before->forget_at += milliseconds{1};
      GP_CHECK(change.rows.put_throttle(*counted_before));
    }
    return std::nullopt;
  }
  const UserId& user = admitted.user->id;
  GP_CHECK(change.rows.remove_throttle(admitted.account));
  GP_CHECK(take_back(change, admitted.address));
  if (!verdict.fresh_hash.empty())
    GP_CHECK(put_password(change, user, verdict.fresh_hash, standing.password->state));
  GP_TRY(const auto credentials, change.rows.credentials_of(user));
  const SessionStage stage = next_stage(credentials, SecondFactor::awaited);
  GP_TRY(SessionRecord session,
         begin_session(change, {user, arrival.token_hash, stage, "password", {}, arrival.device}));
  change.actor = audit::actor_of(user);
  change.note("signed-in", "password, then " + std::string(to_string(stage)));
  return session;
}

Result<std::optional<SessionRecord>> give_factor(Change& change, const Digest& session_hash,
                                                 const FactorProof& proof,
                                                 const Digest& new_token_hash) {
  GP_TRY(const SessionRecord session, live_session(change.rows, session_hash, change.now));
  if (session.stage != SessionStage::second_factor && session.stage != SessionStage::full)
    return fail(Errc::no_session, "this sign-in does not wait for a second factor");
  const Throttled throttle = factor_throttle(change, session.user);
  GP_CHECK(refuse_blocked(change, {throttle}));
  GP_CHECK(count(change, {throttle}));
  const std::string method(std::visit(MethodName{}, proof));
  GP_TRY(const Confirmed confirmed, std::visit(Prover{change, session}, proof));
  change.actor = audit::actor_of(session.user);
  if (confirmed == Confirmed::no) {
    change.note("second-factor-failed", method);
    return std::nullopt;
  }
  GP_CHECK(change.rows.remove_throttle(throttle.key));
  GP_TRY(const auto credentials, change.rows.credentials_of(session.user));
  const SessionStage stage = session.stage == SessionStage::full
                                 ? SessionStage::full
                                 : next_stage(credentials, SecondFactor::passed);
  GP_TRY(SessionRecord moved,
         advance_session(change, session,
                         {new_token_hash, stage, method, Advance::Factor::given_now}));
  change.note("second-factor-given", moved.methods);
  return moved;
}

Result<void> note_throttled_factor(Change& change, const Digest& session_hash) {
  GP_TRY(const SessionRecord session, live_session(change.rows, session_hash, change.now));
  GP_TRY(const auto factor, change.rows.throttle(factor_throttle(change, session.user).key));
  const auto until = blocked_until(factor, change.now);
  if (!until) return {};
  const Digest key = change.keys.blind_token("throttle", "factor-noted/" + session.user.str());
  GP_TRY(const auto noted, change.rows.throttle(key));
  if (noted && noted->blocked_until == *until) return {};
  GP_CHECK(change.rows.put_throttle({key, 1, *until, *until}));
  change.actor = audit::actor_of(session.user);
  change.note("second-factor-failed", "throttled");
  return {};
}

Result<SessionRecord> move_on(Change& change, const Digest& session_hash,
                              const Digest& new_token_hash, std::string_view method) {
  GP_TRY(const SessionRecord session, live_session(change.rows, session_hash, change.now));
  GP_TRY(const auto credentials, change.rows.credentials_of(session.user));
  // A factor that was set up just now was also shown just now.
  const bool shown = !method.empty();
  const bool passed = shown || session.second_factor_at.has_value();
  const SessionStage stage =
      next_stage(credentials, passed ? SecondFactor::passed : SecondFactor::awaited);
  return advance_session(change, session,
                         {new_token_hash, stage, std::string(method),
                          shown ? Advance::Factor::given_now : Advance::Factor::as_before});
}

}  // namespace gatepost::identity
