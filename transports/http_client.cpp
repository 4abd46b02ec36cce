#include "transports/http_client.hpp"

#include <fmt/format.h>

#include <charconv>
#include <stdexcept>

#include "formats/http1/characters.hpp"
#include "transports/curl_easy.hpp"
#include "transports/tls_material.hpp"

namespace gatepost::transports {

namespace {

namespace http1 = formats::http1;

constexpr std::size_t response_head_bytes = std::size_t{64} << 10;

// What one request has received so far.
struct Receiving {
  http1::Response response;
  std::size_t limit = 0;
  std::size_t head_bytes = 0;
  bool too_large = false;
};

std::size_t on_body(char* data, std::size_t, std::size_t size, void* user) {
  auto& receiving = *static_cast<Receiving*>(user);
  auto& body = receiving.response.body;
  if (size > receiving.limit - body.size()) {
    receiving.too_large = true;
    return 0;  // libcurl ends the transfer with CURLE_WRITE_ERROR
  }
  body.insert(body.end(), data, data + size);
  return size;
}

// Called for each line of every head. A status line begins a new one, so that fields of a 1xx
// answer do not stay.
std::size_t on_head(char* data, std::size_t, std::size_t size, void* user) {
  auto& receiving = *static_cast<Receiving*>(user);
  receiving.head_bytes += size;
  if (receiving.head_bytes > response_head_bytes) {
    receiving.too_large = true;
    return 0;
  }
  const std::string_view line(data, size);
  auto& fields = receiving.response.fields;
  if (line.starts_with("HTTP/")) {
    fields.clear();
  } else if (const auto colon = line.find(':'); colon != std::string_view::npos) {
    auto value = line.substr(colon + 1);
    while (value.ends_with('\r') || value.ends_with('\n')) value.remove_suffix(1);
    fields.emplace_back(http1::lower_case(line.substr(0, colon)), http1::trim_white_space(value));
  }
  return size;
}

Errc code_for(CURLcode result, const Receiving& receiving, bool connected) {
  if (receiving.too_large) return Errc::too_large;
  switch (result) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT:
      return Errc::unreachable;
    case CURLE_OPERATION_TIMEDOUT:
      return connected ? Errc::timed_out : Errc::unreachable;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_ISSUER_ERROR:
      return Errc::peer_not_trusted;
    case CURLE_SSL_CONNECT_ERROR:
      return Errc::handshake_failed;
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CRL_BADFILE:
      return Errc::bad_tls_material;
    default:
      return Errc::connection_lost;
  }
}

List field_list(const http1::Fields& fields) {
  List list;
  const auto add = [&list](const std::string& line) {
    auto* longer = curl_slist_append(list.get(), line.c_str());
    if (!longer) throw std::bad_alloc();
    static_cast<void>(list.release());
    list.reset(longer);
  };
  for (const auto& [name, value] : fields) {
    if (!http1::is_token(name) || !http1::is_field_value(value))
      throw std::invalid_argument("a request field with a control character");
    // libcurl reads "name:" as "do not send name", and "name;" as an empty field.
    add(value.empty() ? name + ";" : fmt::format("{}: {}", name, value));
  }
  // What libcurl would add by itself: a form's content type, and a round trip before every body.
  if (!http1::find_field(fields, "content-type")) add("content-type:");
  if (!http1::find_field(fields, "expect")) add("expect:");
  return list;
}

}  // namespace

struct HttpClient::Impl {
  Impl(Options its_options, Easy its_easy)
      : options(std::move(its_options)), easy(std::move(its_easy)) {}

  void set_lasting();
  void set_method(std::string_view method, ByteView body);
  Error error_of(CURLcode result, const Receiving& receiving) const;

  Options options;
  Easy easy;
};

Result<HttpClient> HttpClient::create(Options options) {
  GP_CHECK(check_client_files(options));
  Easy easy(begin_curl() ? curl_easy_init() : nullptr);
  if (!easy) return fail(Errc::bad_tls_material, "libcurl cannot begin");
  while (options.base_url.ends_with('/')) options.base_url.pop_back();
  auto impl = std::make_unique<Impl>(std::move(options), std::move(easy));
  impl->set_lasting();
  return HttpClient(std::move(impl));
}

HttpClient::HttpClient(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
HttpClient::HttpClient(HttpClient&&) noexcept = default;
HttpClient& HttpClient::operator=(HttpClient&&) noexcept = default;
HttpClient::~HttpClient() = default;

Result<http1::Response> HttpClient::request(std::string_view method,
                                            std::string_view path_and_query,
                                            const http1::Fields& fields, ByteView body) {
  if (!http1::is_token(method) || !path_and_query.starts_with('/'))
    throw std::invalid_argument("a method or path that is none");
  auto* easy = impl_->easy.get();
  const auto url = impl_->options.base_url + std::string(path_and_query);
  const auto list = field_list(fields);
  Receiving receiving;
  receiving.limit = impl_->options.response_limit;

  set(easy, CURLOPT_URL, url.c_str());
  set(easy, CURLOPT_HTTPHEADER, list.get());
  set(easy, CURLOPT_HEADERDATA, static_cast<void*>(&receiving));
  set(easy, CURLOPT_WRITEDATA, static_cast<void*>(&receiving));
  impl_->set_method(method, body);
  const WithoutSigpipe quiet;
  const auto result = curl_easy_perform(easy);
  // The handle lives on, the list and the body do not.
  set(easy, CURLOPT_HTTPHEADER, static_cast<curl_slist*>(nullptr));
  set(easy, CURLOPT_POSTFIELDS, static_cast<const char*>(nullptr));
  if (result != CURLE_OK) return std::unexpected(impl_->error_of(result, receiving));

  long status = 0;
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
  receiving.response.status = static_cast<int>(status);
  return std::move(receiving.response);
}

void HttpClient::Impl::set_lasting() {
  auto* handle = easy.get();
  const auto milliseconds = [](std::chrono::seconds wait) {
    return static_cast<long>(std::chrono::milliseconds(wait).count());
  };
  set(handle, CURLOPT_PROTOCOLS_STR, "https");
  set(handle, CURLOPT_FOLLOWLOCATION, 0L);
  set(handle, CURLOPT_NOPROXY, "*");
  set(handle, CURLOPT_NOSIGNAL, 1L);
  set(handle, CURLOPT_PATH_AS_IS, 1L);
  set(handle, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set(handle, CURLOPT_USERAGENT, "gatepost");
  set(handle, CURLOPT_TIMEOUT_MS, milliseconds(options.timeout));
  set(handle, CURLOPT_CONNECTTIMEOUT_MS, milliseconds(options.connect_timeout));

  set(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_3));
  set(handle, CURLOPT_SSL_VERIFYPEER, 1L);
  set(handle, CURLOPT_SSL_VERIFYHOST, 2L);
  set(handle, CURLOPT_CAINFO, options.trust.c_str());
  // Debian's libcurl trusts the machine's authorities too, unless told otherwise.
  set(handle, CURLOPT_CAPATH, static_cast<const char*>(nullptr));
  if (options.crl) set(handle, CURLOPT_CRLFILE, options.crl->c_str());
  set(handle, CURLOPT_SSLCERT, options.certificate.c_str());
  set(handle, CURLOPT_SSLKEY, options.key.c_str());
  set(handle, CURLOPT_KEYPASSWD, "");  // never ask on the terminal

  set(handle, CURLOPT_HEADERFUNCTION, &on_head);
  set(handle, CURLOPT_WRITEFUNCTION, &on_body);
}

void HttpClient::Impl::set_method(std::string_view method, ByteView body) {
  auto* handle = easy.get();
  const std::string name(method);
  set(handle, CURLOPT_NOBODY, 0L);
  set(handle, CURLOPT_HTTPGET, 1L);
  if (method == "HEAD") {
    set(handle, CURLOPT_NOBODY, 1L);
  } else if (!body.empty() || method == "POST" || method == "PUT") {
    set(handle, CURLOPT_POST, 1L);
    set(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
    set(handle, CURLOPT_POSTFIELDS, body.empty() ? "" : as_text(body).data());
  }
  set(handle, CURLOPT_CUSTOMREQUEST, name.c_str());  // libcurl keeps a copy
}

Error HttpClient::Impl::error_of(CURLcode result, const Receiving& receiving) const {
  curl_off_t connect_time = 0;
  curl_easy_getinfo(easy.get(), CURLINFO_CONNECT_TIME_T, &connect_time);
  // Not libcurl's error buffer, which may quote the URL.
  return Error(code_for(result, receiving, connect_time > 0),
               fmt::format("{}: {}", options.base_url, curl_easy_strerror(result)));
}

}  // namespace gatepost::transports
