#include "gateway/app/mailbox_keys.hpp"

#include <boost/json.hpp>

#include "certs/sealed_text.hpp"
#include "gateway/app/errors.hpp"
#include "gateway/base/posix/posix.hpp"

namespace gatepost::app {

namespace {

constexpr std::string_view file_subject = "mailbox-keys";
constexpr std::size_t file_limit = std::size_t{1} << 20;
constexpr std::size_t text_limit = std::size_t{64} << 10;

}  // namespace

std::string closing_subject(const exchange::MessageKey& form) { return "closed/" + form.str(); }

Result<MailboxKeys> MailboxKeys::load(const std::filesystem::path& file,
                                      const certs::KeyRing& ring) {
  GP_TRY(const Bytes sealed, posix::read_secret_file(file, file_limit));
  GP_TRY(const std::string text, certs::unseal_text(ring, file_subject, sealed));
  boost::system::error_code error;
  const auto value = boost::json::parse(text, error);
  if (error || !value.is_object() || !value.as_object().contains("shared_key") ||
      !value.as_object().contains("passwords"))
    return fail(Errc::bad_request, file.string() + " does not hold mailbox keys");
  MailboxKeys keys;
  keys.shared_key = std::string(value.at("shared_key").as_string());
  for (const auto& [name, password] : value.at("passwords").as_object()) {
    auto mailbox = MailboxId::parse(std::string_view(name));
    if (!mailbox) return fail(Errc::bad_request, file.string() + " names a malformed mailbox");
    keys.passwords.emplace(*mailbox, std::string(password.as_string()));
  }
  return keys;
}

Result<void> MailboxKeys::save(const std::filesystem::path& file, const certs::KeyRing& ring,
                               Random& random) const {
  boost::json::object object_passwords;
  for (const auto& [mailbox, password] : passwords) object_passwords[mailbox.str()] = password;
  const std::string text = boost::json::serialize(
      boost::json::object{{"shared_key", shared_key}, {"passwords", object_passwords}});
  if (text.size() > text_limit)
    return fail(Errc::bad_request, "more mailbox keys than one file may hold");
  GP_TRY(const Bytes sealed, certs::seal_text(ring, random, file_subject, text));
  return posix::write_file_durably(file, sealed, posix::Mode::secret);
}

}  // namespace gatepost::app
