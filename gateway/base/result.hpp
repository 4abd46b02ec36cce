// Result and Error: how everything in Gatepost that can fail says so. Values only; any thread.
//
// Each library declares one closed `enum class Errc` and a free function `error_info(Errc)` that
// names it; an Error is such a code, a short context, and where it arose. The context never holds
// personal data: it may reach a log or a peer.
#pragma once

#include <concepts>
#include <expected>
#include <source_location>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace gatepost {

struct ErrorInfo {
  std::string_view library;  // "certs", "formats.xml": also tells two enums apart
  std::string_view name;     // "expired"
};

template <class E>
concept ErrorCode = std::is_enum_v<E> && requires(E code) {
  { error_info(code) } -> std::same_as<ErrorInfo>;
};

class Error {
 public:
  template <ErrorCode E>
  Error(E code, std::string context, std::source_location where = std::source_location::current())
      : info_(error_info(code)),
        value_(static_cast<int>(code)),
        context_(std::move(context)),
        where_(where) {}

  template <ErrorCode E>
  bool is(E code) const {
    return value_ == static_cast<int>(code) && info_.library == error_info(code).library;
  }

  std::string_view library() const { return info_.library; }
  std::string_view name() const { return info_.name; }
  // What was being done or looked at, for people: "certificate of BXI-PSI ended 2026-01-01".
  const std::string& context() const { return context_; }
  const std::source_location& where() const { return where_; }

  // "certs.expired: certificate of BXI-PSI ended 2026-01-01"
  std::string to_string() const;

 private:
  ErrorInfo info_;
  int value_;
  std::string context_;
  std::source_location where_;
};

template <class T>
using Result = std::expected<T, Error>;

// Shorthand for the failing return: `return fail(Errc::expired, "...")`.
template <ErrorCode E>
std::unexpected<Error> fail(E code, std::string context,
                            std::source_location where = std::source_location::current()) {
  return std::unexpected<Error>(Error(code, std::move(context), where));
}

}  // namespace gatepost

// `GP_TRY(auto x, f())` binds the value of a Result or returns its error; `GP_CHECK(f())` only
// returns the error. Statement expressions are not standard C++; two lines are.
#define GP_CONCAT_INNER(a, b) a##b
#define GP_CONCAT(a, b) GP_CONCAT_INNER(a, b)
#define GP_TRY_IMPL(name, declaration, expression)            \
  auto name = (expression);                                   \
  if (!name) return std::unexpected(std::move(name).error()); \
  declaration = std::move(*name)
#define GP_TRY(declaration, expression) \
  GP_TRY_IMPL(GP_CONCAT(gp_result_, __LINE__), declaration, expression)
#define GP_CHECK(expression)                                 \
  do {                                                       \
    if (auto gp_checked = (expression); !gp_checked)         \
      return std::unexpected(std::move(gp_checked).error()); \
  } while (false)
