// Forms in files: reading one, for whichever subcommand. I/O allowed (cli).
#pragma once

#include <filesystem>

#include "certs/trust.hpp"
#include "formats/forms/form.hpp"
#include "formats/xmldsig/enveloped.hpp"
#include "gateway/base/bytes.hpp"
#include "gateway/base/result.hpp"
#include "gateway/base/time.hpp"

namespace gatepost::cli {

inline constexpr std::size_t form_file_limit = std::size_t{2} << 20;

// The file's bytes with comments taken out when it is an unsigned draft; a signed form's bytes as
// they are.
Result<Bytes> read_form_file(const std::filesystem::path& file);

// A draft's bytes without its comments, which signed forms may not carry; a signed form's bytes as
// they are.
Bytes without_draft_comments(Bytes bytes);
bool looks_signed(ByteView bytes);

// What stands on a form's envelope, read without judging its fields: what was signed and perhaps
// sent on one day must be sent again on another, whatever a rule says about dates meanwhile.
struct FormHead {
  formats::forms::FormType type = formats::forms::FormType::lief;
  MessageId message_id;
  ConversationId conversation_id;
};
// Nothing when it is no form, or its ids are not well formed.
std::optional<FormHead> head_of(const formats::xml::Document& document);

// Today's date in London is what rules such as "not in the future" mean; the sample calendar's zone
// data is the machine's.
std::chrono::year_month_day today_in_london(Instant now);

struct TrustFiles {
  std::filesystem::path trust;
  std::optional<std::filesystem::path> crl;  // without one, revocation is not checked
};
Result<certs::TrustStore> load_trust(const TrustFiles& files);

// What verifying a file answered.
struct VerifiedForm {
  formats::xmldsig::Verified verified;
  std::string root;                          // "LIEF", "Receipt"
  std::optional<TeamCode> signing_team;      // for team signatures
  std::string gateway_name;                  // for receipts
  std::optional<formats::forms::Form> form;  // when its fields are right, too
  Problems problems;                         // else what is wrong with them
};
// Receipts must be signed in the gateway role, all other forms by the team they say they are from.
// Errors: as verify_enveloped; certs::Errc::wrong_role when the signer is not the form's From.
Result<VerifiedForm> verify_form(ByteView bytes, const certs::TrustStore& trust, Instant at);

}  // namespace gatepost::cli
