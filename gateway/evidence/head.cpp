#include "gateway/evidence/head.hpp"

#include <initializer_list>

namespace gatepost::evidence {

namespace {

using formats::xml::Element;

std::string text_at(Element element, std::initializer_list<std::string_view> path) {
  for (const std::string_view name : path) {
    const auto child = element.child(name);
    if (!child) return {};
    element = *child;
  }
  return element.text();
}

std::optional<About> about_in(const Element& root, std::string_view name) {
  const auto digest = Digest::from_hex(text_at(root, {name, "Digest"}));
  if (!digest) return std::nullopt;
  return About{text_at(root, {name, "From"}) + "/" + text_at(root, {name, "MessageId"}), *digest};
}

}  // namespace

Head head_of(const formats::xml::Document& document) {
  const Element root = document.root();
  Head head;
  head.root = root.name();
  head.from = text_at(root, {"Control", "From"});
  head.form = head.from + "/" + text_at(root, {"Control", "MessageId"});
  head.created_at = text_at(root, {"Control", "CreatedAt"});
  // A clinical part names the LIEF that it completes, a question the form that raised it.
  for (const std::string_view name : {"Subject", "Lief", "About"})
    if (!head.about) head.about = about_in(root, name);
  head.rung = text_at(root, {"Rung"});
  head.how = text_at(root, {"How"});
  head.person = text_at(root, {"PersonName"});
  head.recipient = text_at(root, {"Recipient"});
  head.reached_at = from_rfc3339(text_at(root, {"ReachedAt"}));
  head.rests_on = about_in(root, "Evidence");
  return head;
}

}  // namespace gatepost::evidence
