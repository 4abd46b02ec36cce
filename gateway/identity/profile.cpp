#include "gateway/identity/profile.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "certs/sealed_text.hpp"
#include "formats/forms/kind.hpp"
#include "gateway/base/json_text.hpp"
#include "gateway/base/mail_address.hpp"
#include "gateway/identity/errors.hpp"
#include "gateway/identity/normal_text.hpp"

namespace gatepost::identity {

namespace json = boost::json;

namespace {

constexpr int line_characters = 100;  // as in the forms that names go into

std::string subject_of(const UserId& user) { return "user/" + user.str(); }

}  // namespace

config::Checked<Profile> check_profile(Profile profile) {
  Problems problems;
  const auto line = formats::forms::kinds::text(line_characters);
  if (auto name = to_sign_in_name(profile.sign_in_name))
    profile.sign_in_name = *name;
  else
    problems.push_back({"Sign-in name", "sign_in_name", "it cannot be used to sign in",
                        "3 to 64 letters, digits, dots, hyphens, underscores or an e-mail address, "
                        "such as a.example"});
  if (!line.good(profile.display_name))
    problems.push_back({"Name", "display_name", "it cannot stand in a form",
                        "the person's name on one line of at most 100 characters"});
  if (!profile.job_title.empty() && !line.good(profile.job_title))
    problems.push_back({"Job title", "job_title", "it cannot stand in a form",
                        "one line of at most 100 characters, or nothing"});
  if (!profile.email.empty() && !is_mail_address(profile.email))
    problems.push_back({"E-mail address", "email", "it is not an e-mail address",
                        "one address, such as a.example@spoc.example, or nothing"});
  if (!problems.empty()) return std::unexpected(std::move(problems));
  return profile;
}

Result<Bytes> seal_profile(const certs::KeyRing& keys, Random& random, const UserId& user,
                           const Profile& profile) {
  const json::object object{{"sign_in_name", profile.sign_in_name},
                            {"display_name", profile.display_name},
                            {"job_title", profile.job_title},
                            {"email", profile.email}};
  return certs::seal_text(keys, random, subject_of(user), json::serialize(object));
}

Result<Profile> unseal_profile(const certs::KeyRing& keys, const UserRecord& user) {
  GP_TRY(const std::string text, certs::unseal_text(keys, subject_of(user.id), user.profile));
  json::error_code bad;
  const json::value value = json::parse(text, bad);
  if (bad || !value.is_object())
    return fail(Errc::malformed, "a user's sealed profile is not what it should be");
  const json::object& object = value.as_object();
  return Profile{text_of(object, "sign_in_name"), text_of(object, "display_name"),
                 text_of(object, "job_title"), text_of(object, "email")};
}

Digest name_token(const certs::KeyRing& keys, std::string_view sign_in_name) {
  return keys.blind_token("sign-in-name", sign_in_name);
}

Digest email_token(const certs::KeyRing& keys, std::string_view email) {
  std::string folded(email);
  std::ranges::transform(folded, folded.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return keys.blind_token("email", folded);
}

std::vector<std::string> words_about(const Profile& profile) {
  return {profile.sign_in_name, profile.display_name, profile.job_title, profile.email};
}

}  // namespace gatepost::identity
