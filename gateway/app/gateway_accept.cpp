// Gateway::accept: from bytes to a committed form and its receipt. The order is the product's
// promise (DESIGN rule 1):
//   1. verify signature, signer, connection and fields     nothing of an unverified form is ever
//   stored
//   2. sign the receipts and seal everything                in the worker pool: the store's writer
//   does nothing slow
//   3. commit                                               one transaction: form, ladder, inbox,
//   receipts, log
//   4. answer                                               only now does the sender hear
//   "accepted"
#include <fmt/format.h>

#include "certs/digest.hpp"
#include "formats/forms/form.hpp"
#include "formats/forms/signed_for.hpp"
#include "formats/xmldsig/enveloped.hpp"
#include "gateway/app/evidence.hpp"
#include "gateway/app/gateway.hpp"
#include "gateway/app/receipts.hpp"
#include "gateway/exchange/command.hpp"
#include "gateway/exchange/duties.hpp"

namespace gatepost::app {

namespace asio = boost::asio;
namespace forms = formats::forms;
namespace xmldsig = formats::xmldsig;
using exchange::AcceptCommand;
using exchange::Rung;

struct Gateway::Prepared {
  exchange::AcceptWork work;
  std::string accept_receipt_xml;
};

namespace {

// Who may have signed this form on this connection (DESIGN rule 5): default deny.
Answer<void> check_signer(const xmldsig::Verified& verified, const forms::Control& control,
                          const Caller& caller) {
  const certs::Certificate& signer = verified.signer.certificate;
  const auto signing_team = signer.team();
  if (!signing_team || *signing_team != control.from)
    return refuse(
        Error(Errc::wrong_signer,
              fmt::format("the form says it is from {}, but {} signed it", control.from.str(),
                          signing_team ? signing_team->str() : "no team")));
  GP_CHECK_ANSWER(forms::check_signed_for(signer, control));
  // The key that the gateway holds signs for the person whose session this is, and for nobody else;
  // no connection of a machine may bring its signature, and no session that of another key.
  const auto signed_for =
      control.signed_for ? std::optional(control.signed_for->user) : std::nullopt;
  if (signed_for != caller.person)
    return refuse(Error(Errc::wrong_signer,
                        caller.person ? "the form is not signed for the person who sends it"
                                      : "forms signed by the gateway come from its own console"));
  if (control.from != caller.team)
    return refuse(
        Error(Errc::wrong_connection, fmt::format("the form is from {}, but the connection is {}'s",
                                                  control.from.str(), caller.team.str())));
  const config::Team* team = caller.configuration->directory.find(control.from);
  if (team == nullptr)
    return refuse(Error(Errc::unknown_team,
                        fmt::format("team {} is not in the directory", control.from.str())));
  if (!config::pins(*team, signer.issuer_pin()))
    return refuse(
        Error(Errc::issuer_not_pinned,
              fmt::format("the directory does not pin the issuer of the signing certificate to {}",
                          team->code.str())));
  return {};
}

// Routing follows the signed destination; what the transport says may only agree with it.
// A reply goes to the other side of its original, wherever the directory would send its area today.
Answer<TeamCode> check_destination(const AcceptCommand& command, const Submission& submission,
                                   const exchange::MessageState* original,
                                   const exchange::Context& context, const Caller& caller) {
  if (submission.expected_type && *submission.expected_type != command.type)
    return refuse(Error(Errc::wrong_workflow,
                        fmt::format("the workflow id names another form type than this {}",
                                    forms::root_name(command.type))));
  exchange::Destination destination;
  if (original != nullptr) {
    destination.team = context.directory.find(exchange::other_side(*original, command.key.from));
  } else {
    GP_TRY_ANSWER(destination, exchange::route(command, context));
  }
  if (submission.mailbox_to &&
      submission.mailbox_to->str() != caller.configuration->gateway_code.str()) {
    const bool agrees =
        destination.team != nullptr && destination.team->mailbox == submission.mailbox_to;
    if (!agrees)
      return refuse(Error(Errc::wrong_recipient,
                          fmt::format("mex-to differs from the signed destination; give the "
                                      "destination's mailbox, or {} to route by the form",
                                      caller.configuration->gateway_code.str())));
  }
  return destination.team == nullptr ? TeamCode{} : destination.team->code;
}

struct ReceiptMaker {
  const Configuration& configuration;
  Random& random;
  Instant now;

  Answer<MadeReceipt> accepted(const AcceptCommand& command, const TeamCode& recipient) const {
    ReceiptRequest request;
    request.about = command.key;
    request.form = command.key;
    request.conversation = command.conversation;
    request.digest = command.digest;
    request.type = command.type;
    request.recipient = recipient;
    request.rung = Rung::accepted;
    request.how = exchange::ReachedHow::gateway;
    request.reached_at = now;
    GP_TRY_ANSWER(MadeReceipt made, make_receipt(request, configuration, random));
    return made;
  }

  // The receipts that a reply may issue for the form it is about; the decision issues those that
  // are new.
  Answer<std::vector<exchange::ReceiptCandidate>> proved(const AcceptCommand& reply,
                                                         const exchange::MessageState& original,
                                                         std::optional<std::string> person) const {
    std::vector<exchange::ReceiptCandidate> made;
    for (Rung rung : exchange::rungs_proved(reply.act)) {
      ReceiptRequest request;
      request.about = original.key;
      request.form = original.carried();
      request.conversation = reply.conversation;
      request.digest = original.digest;
      request.type = original.type;
      request.recipient = original.to;
      request.rung = rung;
      request.how = exchange::proved_how(reply.act);
      request.reached_at = now;
      request.person_name = person;
      request.evidence = forms::Subject{reply.key.from, reply.key.id, reply.digest};
      GP_TRY_ANSWER(MadeReceipt receipt, make_receipt(request, configuration, random));
      made.push_back(std::move(receipt.candidate));
    }
    return made;
  }
};

}  // namespace

Answer<Gateway::Prepared> Gateway::prepare(const Caller& caller, const Submission& submission,
                                           Instant now) const {
  const Configuration& configuration = *caller.configuration;
  GP_TRY_ANSWER(const xmldsig::Verified verified,
                xmldsig::verify_enveloped(submission.bytes, configuration.forms_trust,
                                          certs::Role::team, now));
  const auto local_date = [&](Instant at) { return configuration.calendar.local_date(at); };
  const auto today = local_date(now);
  auto form = forms::read_form(verified.document, today);
  if (!form)
    return std::unexpected(Refusal{
        Error(Errc::invalid_form, fmt::format("{} problems in the form", form.error().size())),
        std::move(form).error()});
  if (auto signer = check_signer(verified, forms::control_of(*form), caller); !signer)
    return std::unexpected(std::move(signer).error());

  if (std::holds_alternative<forms::Receipt>(*form))
    return refuse(
        Error(Errc::not_for_senders, "receipts are made by the gateway, never sent to it"));
  const forms::FormFacts facts = forms::facts_of(*form, local_date);
  AcceptCommand command = exchange::command_for(*form, verified.digest, make_handle(parts_.random),
                                                configuration.calendar);
  const exchange::Context at = context(configuration, now);
  // What the form is about, as far as is known now; the decision looks again inside its
  // transaction.
  std::optional<exchange::Conversation> conversation;
  const exchange::MessageState* original = nullptr;
  if (exchange::needs_original(command.act) && command.about) {
    GP_TRY_ANSWER(auto view, parts_.store.view());
    GP_TRY_ANSWER(conversation, view->conversation(command.conversation));
    GP_TRY_ANSWER(original, exchange::find_original(conversation, command, at));
  }
  auto recipient = check_destination(command, submission, original, at, caller);
  if (!recipient) return std::unexpected(std::move(recipient).error());

  Prepared prepared;
  exchange::AcceptWork& work = prepared.work;
  work.command = std::move(command);
  work.size_bytes = submission.bytes.size();
  const ReceiptMaker maker{configuration, parts_.random, now};
  auto accepted = maker.accepted(work.command, *recipient);
  if (!accepted) return std::unexpected(std::move(accepted).error());
  work.receipts.push_back(std::move(accepted->candidate));
  prepared.accept_receipt_xml = std::move(accepted->xml);
  if (original != nullptr) {
    auto proved = maker.proved(work.command, *original, exchange::person_in(*form));
    if (!proved) return std::unexpected(std::move(proved).error());
    for (auto& candidate : *proved) work.receipts.push_back(std::move(candidate));
  }
  const std::string chain = chain_json(verified.signer.evidence);
  const std::string notes = notes_json(submission.notes);
  const std::string subject = work.command.key.str();
  GP_TRY_ANSWER(certs::SealedPayload sealed, certs::seal(configuration.keys, parts_.random, subject,
                                                         {{form_part, submission.bytes},
                                                          {chain_part, as_bytes(chain)},
                                                          {transport_part, as_bytes(notes)}}));
  work.payload = {work.command.key, std::move(sealed)};
  work.facts = facts.report_facts;
  for (auto& fact : exchange::accept_facts(*form, now, configuration.calendar))
    work.facts.push_back(std::move(fact));
  for (const auto& [kind, value] : facts.search_keys) {
    const Digest token = configuration.keys.blind_token(kind, value);
    work.search_tokens.emplace_back(kind, token);
    if (kind == exchange::person_key) work.duties.push_back(exchange::duties_of(token));
  }
  for (const Bytes& crl : verified.signer.evidence.crl_der)
    work.crls.emplace_back(certs::sha256(crl), crl);
  return prepared;
}

// A sender that lost our answer resends the same bytes, perhaps after its certificate ended or the
// directory changed: what was accepted once stays accepted, and equality is the digest (DESIGN rule
// 2). So no check that depends on today is made here.
Answer<Accepted> Gateway::known_repeat(const Caller& caller, const Submission& submission) const {
  GP_TRY_ANSWER(const auto document, formats::xml::Document::parse(submission.bytes));
  GP_TRY_ANSWER(const Digest digest, xmldsig::form_digest(submission.bytes));
  const auto control = document.root().child("Control");
  const auto id_element = control ? control->child("MessageId") : std::nullopt;
  const auto id = MessageId::parse(id_element ? id_element->text() : "");
  if (!id) return refuse(Error(Errc::not_found, "not a known form"));
  GP_TRY_ANSWER(auto view, parts_.store.view());
  GP_TRY_ANSWER(const auto known, view->form({caller.team, *id}));
  if (!known || known->digest != digest) return refuse(Error(Errc::not_found, "not a known form"));
  auto receipt = stored_receipt(*caller.configuration, known->key, Rung::accepted);
  if (!receipt) return std::unexpected(std::move(receipt).error());
  return Accepted{known->handle,          known->key,         known->conversation, known->digest,
                  Accepted::Kind::repeat, std::move(*receipt)};
}

asio::awaitable<Answer<Accepted>> Gateway::accept(Caller caller, Submission submission) {
  const auto began = std::chrono::steady_clock::now();
  const Instant now = parts_.clock.now();
  auto prepared = co_await parts_.workers.run(
      [this, &caller, &submission, now] { return prepare(caller, submission, now); });
  if (!prepared) {
    Refusal refusal = std::move(prepared).error();
    auto repeat = co_await parts_.workers.run(
        [this, &caller, &submission] { return known_repeat(caller, submission); });
    if (repeat) {
      parts_.metrics.accepted("any", true);
      co_return std::move(*repeat);
    }
    co_await record_refusal(caller, refusal.error, std::nullopt);
    co_return std::unexpected(std::move(refusal));
  }
  auto shared = std::make_shared<Prepared>(std::move(*prepared));
  const AcceptCommand& command = shared->work.command;
  exchange::Work work;
  work.idempotency_key = fmt::format("accept/{}/{}", command.key.str(), command.digest.hex());
  work.run = [this, shared, caller,
              now](exchange::Transaction& transaction) -> Result<std::string> {
    const exchange::Context at = context(*caller.configuration, now);
    GP_TRY(const exchange::AcceptOutcome outcome,
           exchange::accept(transaction, shared->work, at, provenance(caller)));
    return outcome.to_text();
  };
  auto answer = co_await submit(std::move(work));
  if (!answer) {
    if (answer.error().library() == "store") {
      parts_.log.error("accept-failed", {{"team", caller.team}, {"error", answer.error()}});
      parts_.metrics.refused("store." + std::string(answer.error().name()));
      const bool unknown = answer.error().is(exchange::StoreErrc::unknown);
      co_return refuse(Error(Errc::unavailable,
                             unknown
                                 ? "it is not known whether the form was stored: send the same "
                                   "bytes again, and the answer will settle it"
                                 : "the gateway could not store the form; nothing was accepted: "
                                   "send the same bytes again later"));
    }
    co_await record_refusal(caller, answer.error(), command.key);
    co_return refuse(std::move(answer).error());
  }
  const auto outcome = exchange::AcceptOutcome::from_text(*answer);
  if (!outcome)
    co_return refuse(Error(exchange::StoreErrc::corrupt, "an accept outcome is unreadable"));
  Accepted accepted{outcome->handle, command.key,           command.conversation,
                    command.digest,  Accepted::Kind::fresh, {}};
  if (outcome->handle == command.handle) {
    accepted.receipt_xml = std::move(shared->accept_receipt_xml);
  } else {
    // Another handle than the one offered: this form was known before, and its stored receipt is
    // the answer.
    accepted.kind = Accepted::Kind::repeat;
    auto receipt = co_await parts_.workers.run([this, &caller, key = command.key] {
      return stored_receipt(*caller.configuration, key, Rung::accepted);
    });
    if (!receipt) co_return std::unexpected(std::move(receipt).error());
    accepted.receipt_xml = std::move(*receipt);
  }
  parts_.metrics.accepted(forms::root_name(command.type), accepted.kind == Accepted::Kind::repeat);
  parts_.metrics.accept_duration.observe(std::chrono::steady_clock::now() - began);
  parts_.log.info("accepted", {{"team", caller.team},
                               {"message", command.key.id},
                               {"handle", accepted.handle},
                               {"form", LogValue::name(forms::root_name(command.type))}});
  co_return accepted;
}

}  // namespace gatepost::app
