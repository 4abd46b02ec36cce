// Typed: what somebody has typed into a form so far, field by field and exactly as typed, so that
// half a date survives. The content of a draft. A value; any thread. Personal through and through:
// it is sealed wherever it lies.
//
// Names are those of the pages' controls: a field's path below the form's root with dots for
// slashes, of a list with the item's key: "Client.Surname", "Substance.Drug.2.Route",
// "Client.DateOfBirth-day". Names that begin with "draft." are about the draft itself.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatepost::web::writing {

class Typed {
 public:
  using Values = std::vector<std::string>;

  // The first value; empty when there is none.
  const std::string& text(std::string_view name) const;
  const Values& all(std::string_view name) const;
  bool holds(std::string_view name, std::string_view value) const;
  // Whether anything is typed for this name, its controls ("-day") or what lies below it (".").
  bool any_at(std::string_view name) const;

  // Empty values are not kept: a blank is a blank.
  void set(std::string_view name, Values values);
  void set(std::string_view name, std::string value);
  void add(std::string_view name, std::string value);  // unless it is there
  // The name, its controls and everything below.
  void erase_at(std::string_view name);
  // Takes over, for this name, its controls and everything below, what `other` says.
  void take_at(std::string_view name, const Typed& other);

  const std::map<std::string, Values, std::less<>>& fields() const { return fields_; }
  bool operator==(const Typed&) const = default;

  // As it lies in a draft: the line "gatepost-draft 1", then for each value, in the order of the
  // names, a line NAME=VALUE. In VALUE "\\" stands for a backslash, "\n" and "\r" for line ends.
  // Every line ends with LF. Reading takes that and nothing else.
  std::string to_text() const;
  static std::optional<Typed> from_text(std::string_view text);

 private:
  std::map<std::string, Values, std::less<>> fields_;
};

// Letters, digits, dots, hyphens and underscores: what a name may be made of.
bool is_name(std::string_view text);

}  // namespace gatepost::web::writing
