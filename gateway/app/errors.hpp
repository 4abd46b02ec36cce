// Why the gateway says no. A Refusal is what a peer is told; the faces (MESH, JSON) turn it into
// statuses.
#pragma once

#include <expected>

#include "gateway/base/problem.hpp"
#include "gateway/base/result.hpp"

namespace gatepost::app {

enum class Errc {
  wrong_signer,       // the certificate that signed belongs to another team than the form's From
  wrong_connection,   // the TLS peer is another team than the form's From
  issuer_not_pinned,  // signer's or peer's issuer is not the one the directory pins for the team
  invalid_form,       // well signed, but the fields are not right: see the problems
  wrong_workflow,     // the transport's workflow id does not name this form type
  wrong_recipient,    // the transport's recipient differs from the signed destination
  not_for_senders,    // a form that only the gateway may make
  unknown_team,       // the certificate's team is not in the directory
  out_of_service,     // it is, but no row of it holds today
  not_found,          // no such thing for this team
  not_a_reader,       // everybody's log entries, asked for by a team that [audit] does not name
  unavailable,  // the store cannot take it now; nothing was accepted: send the same bytes again
  bad_request,  // a parameter is missing or malformed
  too_much,     // more than one answer may hold: ask for less
  no_custody,   // the gateway holds no key to sign for this team's people with
};
ErrorInfo error_info(Errc code);

struct Refusal {
  Error error;
  Problems problems;  // for invalid_form: every one of them
};

template <class T>
using Answer = std::expected<T, Refusal>;

inline std::unexpected<Refusal> refuse(Error error) {
  return std::unexpected(Refusal{std::move(error), {}});
}

}  // namespace gatepost::app

// As GP_TRY, for functions that answer a Refusal.
#define GP_TRY_ANSWER_IMPL(name, declaration, expression)           \
  auto name = (expression);                                         \
  if (!name) return gatepost::app::refuse(std::move(name).error()); \
  declaration = std::move(*name)
// As GP_TRY_ANSWER, in a coroutine.
#define GP_TRY_CO_ANSWER_IMPL(name, declaration, expression)           \
  auto name = (expression);                                            \
  if (!name) co_return gatepost::app::refuse(std::move(name).error()); \
  declaration = std::move(*name)
#define GP_TRY_CO_ANSWER(declaration, expression) \
  GP_TRY_CO_ANSWER_IMPL(GP_CONCAT(gp_answer_, __LINE__), declaration, expression)
// As GP_CHECK, likewise.
#define GP_CHECK_ANSWER(expression)                                \
  do {                                                             \
    if (auto gp_checked = (expression); !gp_checked)               \
      return gatepost::app::refuse(std::move(gp_checked).error()); \
  } while (false)
#define GP_TRY_ANSWER(declaration, expression) \
  GP_TRY_ANSWER_IMPL(GP_CONCAT(gp_answer_, __LINE__), declaration, expression)
