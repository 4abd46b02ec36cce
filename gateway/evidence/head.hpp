// What evidence needs to know of a signed form, read from its elements without judging its other
// fields: what was accepted under the rules of its day stays evidence under later ones. Pure.
#pragma once

#include <optional>
#include <string>

#include "formats/xml/document.hpp"
#include "gateway/base/bytes.hpp"
#include "gateway/base/time.hpp"

namespace gatepost::evidence {

// The form that another one is about.
struct About {
  std::string form;  // "TEAM/id"
  Digest digest;
};

struct Head {
  std::string root;  // "LIEF"
  std::string from;  // a team's code, or the gateway's
  std::string form;  // "TEAM/id"
  std::string created_at;
  std::optional<About> about;  // a reply's or a receipt's subject
  // Of receipts.
  std::string rung, how, person, recipient;  // "ACCEPTED", "GATEWAY"; person is empty for most
  std::optional<Instant> reached_at;
  std::optional<About> rests_on;
};
Head head_of(const formats::xml::Document& document);

}  // namespace gatepost::evidence
