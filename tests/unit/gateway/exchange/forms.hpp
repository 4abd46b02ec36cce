// Real forms for tests of the exchange: the shipped samples as values, addressed, and read into the
// core through the one door that the gateway uses. A form that its own rules refuse fails the test.
#pragma once

#include <utility>

#include "formats/forms/comments.hpp"
#include "formats/forms/form.hpp"
#include "gateway/exchange/command.hpp"
#include "tests/unit/gateway/exchange/scene.hpp"

namespace gatepost::exchange {

namespace forms = formats::forms;

// The sample of a kind, from one team to another, written at the scene's time.
template <class F>
F form_from(Scene& scene, FormType type, std::string_view from, std::string_view to,
            std::optional<forms::Subject> about = {}) {
  forms::Control control;
  control.message_id = make_id<MessageId>(scene.random);
  control.conversation_id = scene.id;
  control.created_at = std::chrono::floor<std::chrono::seconds>(scene.now);
  control.from = team(from);
  control.to_team = team(to);
  // Where a form must be about something, and the test does not care what.
  if (!about) about = forms::Subject{control.from, make_id<MessageId>(scene.random), Digest{}};
  const std::string xml = forms::strip_comments(forms::template_form(type, control, *about));
  const auto document = formats::xml::Document::parse(as_bytes(xml));
  EXPECT_TRUE(document);
  auto form = forms::read_form(*document, scene.calendar.local_date(scene.now));
  if (!form) {
    for (const Problem& problem : form.error())
      ADD_FAILURE() << problem.path << ": " << problem.wrong << "; " << problem.right;
    return F{};
  }
  return std::get<F>(std::move(*form));
}

// As the gateway would read it; its digest is random, like that of any signed form.
inline AcceptCommand command_of(Scene& scene, const forms::Form& form) {
  for (const Problem& problem : forms::check_form(form, scene.calendar.local_date(scene.now)))
    ADD_FAILURE() << problem.path << ": " << problem.wrong << "; " << problem.right;
  Digest digest;
  scene.random.fill(digest.bytes);
  return command_for(form, digest, make_handle(scene.random), scene.calendar);
}

inline forms::Subject subject_of(const AcceptCommand& command) {
  return {command.key.from, command.key.id, command.digest};
}

}  // namespace gatepost::exchange
