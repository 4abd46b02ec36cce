#include "gateway/app/mailbox_keys.hpp"

#include <boost/json.hpp>

#include "gateway/app/errors.hpp"
#include "gateway/base/posix/posix.hpp"

namespace gatepost::app {

namespace {

constexpr std::string_view file_subject = "mailbox-keys";
constexpr std::size_t file_limit = std::size_t{1} << 20;
constexpr std::size_t text_limit = std::size_t{64} << 10;

}  // namespace

std::string closing_subject(const exchange::MessageKey& form) { return "closed/" + form.str(); }

Result<Bytes> seal_text(const certs::KeyRing& ring, Random& random, std::string_view subject,
                        std::string_view text) {
  GP_TRY(certs::SealedPayload sealed,
         certs::seal(ring, random, subject, {{"text", as_bytes(text)}}));
  Bytes blob;
  const auto length = static_cast<std::uint32_t>(sealed.wrap.size());
  for (int shift = 24; shift >= 0; shift -= 8)
    blob.push_back(static_cast<std::uint8_t>(length >> shift));
  blob.insert(blob.end(), sealed.wrap.begin(), sealed.wrap.end());
  const Bytes& segment = sealed.parts.front().segments.front();
  blob.insert(blob.end(), segment.begin(), segment.end());
  return blob;
}

Result<std::string> unseal_text(const certs::KeyRing& ring, std::string_view subject,
                                ByteView blob) {
  if (blob.size() < 4) return fail(certs::Errc::tampered, "a sealed text is too short");
  std::size_t length = 0;
  for (std::uint8_t byte : blob.first(4)) length = (length << 8) | byte;
  if (length > blob.size() - 4) return fail(certs::Errc::tampered, "a sealed text is too short");
  const ByteView segment = blob.subspan(4 + length);
  const certs::SealedPart part{"text", {Bytes(segment.begin(), segment.end())}};
  GP_TRY(const Bytes plain, certs::unseal(ring, subject, blob.subspan(4, length), part));
  return std::string(as_text(plain));
}

Result<MailboxKeys> MailboxKeys::load(const std::filesystem::path& file,
                                      const certs::KeyRing& ring) {
  GP_TRY(const Bytes sealed, posix::read_secret_file(file, file_limit));
  GP_TRY(const std::string text, unseal_text(ring, file_subject, sealed));
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
  GP_TRY(const Bytes sealed, seal_text(ring, random, file_subject, text));
  return posix::write_file_durably(file, sealed, posix::Mode::secret);
}

}  // namespace gatepost::app
