#include "certs/authority.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "certs/mint.hpp"
#include "certs/names.hpp"
#include "certs/secret_key.hpp"
#include "certs/trust.hpp"
#include "gateway/base/posix/posix.hpp"

namespace gatepost::certs {

namespace fs = std::filesystem;

namespace {

constexpr std::chrono::minutes clock_skew{5};
constexpr std::chrono::days authority_valid_for{3652};
constexpr std::size_t file_bytes = std::size_t{16} << 20;
constexpr std::size_t common_name_length = 64;

std::unexpected<Error> store_failed(const Error& cause) {
  return fail(Errc::store_failed, cause.context());
}

Result<std::string> read_text(const fs::path& path) {
  auto bytes = posix::read_file(path, file_bytes);
  if (!bytes) return store_failed(bytes.error());
  return std::string(as_text(*bytes));
}

Result<void> write_text(const fs::path& path, std::string_view text, posix::Mode mode) {
  if (auto written = posix::write_file_durably(path, as_bytes(text), mode); !written)
    return store_failed(written.error());
  return {};
}

std::string line_of(const IssuedRecord& record) {
  return fmt::format("{}\t{}\t{}\t{}\n", record.serial_hex, record.name,
                     to_rfc3339(record.not_after),
                     record.revoked_at ? to_rfc3339(*record.revoked_at) : "-");
}

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> out;
  for (std::size_t end = text.find(at); end != std::string_view::npos; end = text.find(at)) {
    out.push_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  out.push_back(text);
  return out;
}

Result<IssuedRecord> record_of(std::string_view line) {
  const auto fields = split(line, '\t');
  if (fields.size() != 4) return fail(Errc::unreadable, "issued.tsv: a line without four fields");
  const auto not_after = from_rfc3339(fields[2]);
  const auto revoked_at = from_rfc3339(fields[3]);
  if (!from_hex(fields[0]) || !not_after || (!revoked_at && fields[3] != "-"))
    return fail(Errc::unreadable, "issued.tsv: a malformed serial or time");
  return IssuedRecord{std::string(fields[0]), std::string(fields[1]), *not_after, revoked_at};
}

Result<std::vector<IssuedRecord>> records_of(std::string_view text) {
  std::vector<IssuedRecord> out;
  if (text.empty()) return out;
  if (text.back() != '\n') return fail(Errc::unreadable, "issued.tsv: the last line is cut");
  text.remove_suffix(1);
  for (const std::string_view line : split(text, '\n')) {
    GP_TRY(IssuedRecord record, record_of(line));
    out.push_back(std::move(record));
  }
  return out;
}

bool is_address(const std::string& text) {
  const ErrorScope errors;
  const std::unique_ptr<ASN1_OCTET_STRING, FreedBy<ASN1_OCTET_STRING_free>> address(
      a2i_IPADDRESS(text.c_str()));
  return address != nullptr;
}

Result<CertificatePlan> plan_of(const DevelopmentAuthority::Request& request) {
  CertificatePlan plan;
  plan.role = request.role;
  plan.common_name = request.name;
  if (request.name.size() > common_name_length)
    return fail(Errc::wrong_role, "a name of more than 64 characters");
  switch (request.role) {
    case Role::team:
      if (!TeamCode::parse(request.name)) return fail(Errc::wrong_role, "not a team code");
      plan.uri = std::string(team_uri_prefix) + request.name;
      return plan;
    case Role::custodian:
      if (!TeamCode::parse(request.name)) return fail(Errc::wrong_role, "not a team code");
      plan.uri = std::string(custodian_uri_prefix) + request.name;
      return plan;
    case Role::gateway:
      if (!is_gateway_name(request.name)) return fail(Errc::wrong_role, "not a gateway's name");
      plan.uri = std::string(gateway_uri_prefix) + request.name;
      return plan;
    case Role::server:
      plan.hosts = {request.name};
      for (const std::string& host : request.dns)
        if (std::ranges::find(plan.hosts, host) == plan.hosts.end()) plan.hosts.push_back(host);
      for (const std::string& host : plan.hosts)
        if (!is_host_name(host) && !is_address(host))
          return fail(Errc::wrong_role,
                      "a server's name that is neither a DNS name nor an address");
      return plan;
    case Role::authority:
      break;
  }
  return fail(Errc::wrong_role, "this authority certifies no other");
}

std::string label_of(const DevelopmentAuthority::Request& request) {
  const std::string_view kind = request.role == Role::team        ? "team "
                                : request.role == Role::custodian ? "custodian "
                                : request.role == Role::gateway   ? "gateway "
                                                                  : "server ";
  return std::string(kind) + request.name;
}

}  // namespace

struct DevelopmentAuthority::Impl {
  fs::path folder;
  PkeyPtr key;
  Certificate certificate;
  std::vector<IssuedRecord> records;
  std::uint64_t crl_number = 0;  // of the list on disk

  Issuer issuer() const { return {native(certificate), key.get()}; }
  Result<void> write_records(const std::vector<IssuedRecord>& wanted);
  Result<void> write_crl(Instant now);
};

Result<void> DevelopmentAuthority::Impl::write_records(const std::vector<IssuedRecord>& wanted) {
  std::string text;
  for (const IssuedRecord& record : wanted) text += line_of(record);
  GP_CHECK(write_text(folder / "issued.tsv", text, posix::Mode::shared));
  records = wanted;
  return {};
}

Result<void> DevelopmentAuthority::Impl::write_crl(Instant now) {
  CrlPlan plan{crl_number + 1, now - clock_skew, now + crl_valid_for, {}};
  std::ranges::copy_if(records, std::back_inserter(plan.revoked),
                       [](const IssuedRecord& record) { return record.revoked_at.has_value(); });
  const X509CrlPtr crl = mint_crl(plan, issuer());
  const std::string pem = pem_of(der_of(crl.get(), i2d_X509_CRL), "X509 CRL");
  GP_CHECK(write_text(folder / "crl.pem", pem, posix::Mode::shared));
  crl_number = plan.number;
  return {};
}

Result<DevelopmentAuthority> DevelopmentAuthority::create(const fs::path& folder,
                                                          std::string_view name, Instant now,
                                                          Random& random) {
  const ErrorScope errors;
  if (name.empty() || name.size() > common_name_length)
    return fail(Errc::store_failed, "an authority's name has 1 to 64 characters");
  if (auto made = posix::make_folder(folder, posix::Mode::secret); !made)
    return store_failed(made.error());
  std::error_code unknown;
  if (fs::exists(folder / "ca.pem", unknown) || unknown)
    return fail(Errc::store_failed, folder.string() + " already holds an authority");
  PkeyPtr key = generate_key(Request::Key::p256);
  const CertificatePlan plan{Role::authority,  std::string(name),        "", {},
                             now - clock_skew, now + authority_valid_for};
  const X509Ptr x509 = mint_certificate(plan, key.get(), {nullptr, key.get()}, random);
  GP_TRY(Certificate certificate, Certificate::from_der(der_of(x509.get(), i2d_X509)));
  auto impl = std::make_shared<Impl>(Impl{folder, std::move(key), certificate, {}, 0});
  std::string key_pem = private_key_pem(impl->key.get());
  const WipedOnExit wiped(key_pem);
  GP_CHECK(write_text(folder / "ca.key.pem", key_pem, posix::Mode::secret));
  GP_CHECK(impl->write_records({}));
  GP_CHECK(impl->write_crl(now));
  // Last, because the folder holds an authority from here on: a crash before it leaves a folder
  // `create` takes again.
  GP_CHECK(write_text(folder / "ca.pem", certificate.pem(), posix::Mode::shared));
  return DevelopmentAuthority(std::move(impl));
}

Result<DevelopmentAuthority> DevelopmentAuthority::open(const fs::path& folder) {
  const ErrorScope errors;
  GP_TRY(const std::string cert_pem, read_text(folder / "ca.pem"));
  GP_TRY(const Certificate certificate, Certificate::from_pem(cert_pem));
  auto key_bytes = posix::read_secret_file(folder / "ca.key.pem", file_bytes);
  if (!key_bytes) return store_failed(key_bytes.error());
  const WipedOnExit wiped(*key_bytes);
  PkeyPtr key = private_key_from_pem(*key_bytes);
  if (!key || X509_check_private_key(native(certificate), key.get()) != 1)
    return fail(Errc::unreadable, "ca.key.pem is not the key of ca.pem");
  GP_TRY(const std::string issued, read_text(folder / "issued.tsv"));
  GP_TRY(std::vector<IssuedRecord> records, records_of(issued));
  GP_TRY(const std::string crl_pem, read_text(folder / "crl.pem"));
  GP_TRY(const std::vector<Bytes> lists, crls_from_file_bytes(as_bytes(crl_pem)));
  const unsigned char* at = lists.front().data();
  const X509CrlPtr crl(d2i_X509_CRL(nullptr, &at, static_cast<long>(lists.front().size())));
  const auto number = crl ? crl_number(crl.get()) : std::nullopt;
  if (!number) return fail(Errc::unreadable, "crl.pem is not a numbered revocation list");
  return DevelopmentAuthority(std::make_shared<Impl>(
      Impl{folder, std::move(key), certificate, std::move(records), *number}));
}

Result<IssuedKey> DevelopmentAuthority::issue(const Request& request, Instant now, Random& random) {
  const ErrorScope errors;
  GP_TRY(CertificatePlan plan, plan_of(request));
  plan.not_before = std::max(now - clock_skew, impl_->certificate.not_before());
  plan.not_after = std::min<Instant>(now + request.valid_for, impl_->certificate.not_after());
  const PkeyPtr key = generate_key(request.key);
  const X509Ptr x509 = mint_certificate(plan, key.get(), impl_->issuer(), random);
  GP_TRY(const Certificate certificate, Certificate::from_der(der_of(x509.get(), i2d_X509)));
  // Recorded before anybody holds it: what is not on record could not be revoked.
  std::vector<IssuedRecord> records = impl_->records;
  records.push_back(
      {certificate.serial_hex(), label_of(request), certificate.not_after(), std::nullopt});
  GP_CHECK(impl_->write_records(records));
  return IssuedKey{private_key_pem(key.get()), certificate.pem()};
}

Result<void> DevelopmentAuthority::revoke(std::string_view serial_hex, Instant now) {
  std::vector<IssuedRecord> records = impl_->records;
  const auto found = std::ranges::find(records, serial_hex, &IssuedRecord::serial_hex);
  if (found == records.end())
    return fail(Errc::no_such_key, "no certificate with this serial was issued here");
  // 1. The record first: should the CRL's write fail, `renew_crl` or another `revoke` finishes the
  // work.
  if (!found->revoked_at) {
    found->revoked_at = now;
    GP_CHECK(impl_->write_records(records));
  }
  // 2. Then the list that others read.
  return impl_->write_crl(now);
}

Result<void> DevelopmentAuthority::renew_crl(Instant now) { return impl_->write_crl(now); }

std::vector<IssuedRecord> DevelopmentAuthority::list() const { return impl_->records; }

const Certificate& DevelopmentAuthority::certificate() const { return impl_->certificate; }

}  // namespace gatepost::certs
