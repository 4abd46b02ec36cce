// Field and Section: the one description of a form's part that reading, checking, writing, showing,
// templates and the XSD all walk. A Field binds a member of a C++ struct to its element, label,
// kind and rule; access to the member is type-erased, so that the walkers are ordinary functions
// and only a few lines are instantiated per field. Tables are built once, in function-local
// statics, and are immutable afterwards; thread-safe.
#pragma once

#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "formats/forms/kind.hpp"
#include "formats/forms/values.hpp"
#include "gateway/base/bytes.hpp"
#include "gateway/base/ids.hpp"
#include "gateway/base/time.hpp"

namespace gatepost::formats::forms {

// domain/forms.md: R, RC (a rule of the form decides), O.
enum class Need { required, conditional, optional };
enum class Count { one, optional, many };

// One value as it stands in XML: the element's text and, for open lists, its attribute "label".
struct Leaf {
  std::string text;
  std::string label;
};

// How a member of one C++ type is reached. One per type, in static storage; leaf functions are null
// for records and vice versa.
struct Storage {
  Count count;
  bool labelled;  // Coded: takes the attribute "label"
  std::vector<Leaf> (*leaves)(const void* member);
  bool (*add_leaf)(void* member, const Leaf& leaf);  // false: the text is not a value of this type
  std::vector<const void*> (*records)(const void* member);
  void* (*add_record)(void* member);  // the new, empty record
};

struct Section;

struct Field {
  std::string_view element;
  std::string_view label;
  Kind kind;                         // leaves
  const Section* section = nullptr;  // records
  const Storage* storage = nullptr;
  void* (*member)(void* record) = nullptr;
  Need need = Need::optional;
  int most = 1;             // how many times the element may stand
  std::string_view help;    // for people filling in the form
  std::string_view sample;  // of the template; several values of a list are parted by '|'

  bool is_record() const { return section != nullptr; }
  void* in(void* record) const { return member(record); }
  const void* in(const void* record) const {
    // The accessor only computes an address; the result is const again.
    return member(const_cast<void*>(record));
  }

  // R: must be there whatever the form says.
  Field required(std::string_view help_text, std::string_view sample_text = {}) const {
    return with(Need::required, help_text, sample_text);
  }
  // RC: one of the form's rules says when. The help says it in words.
  Field conditional(std::string_view help_text, std::string_view sample_text = {}) const {
    return with(Need::conditional, help_text, sample_text);
  }
  Field optional(std::string_view help_text, std::string_view sample_text = {}) const {
    return with(Need::optional, help_text, sample_text);
  }
  Field up_to(int times) const {
    Field field = *this;
    field.most = times;
    return field;
  }

 private:
  Field with(Need a_need, std::string_view help_text, std::string_view sample_text) const {
    Field field = *this;
    field.need = a_need;
    field.help = help_text;
    field.sample = sample_text;
    return field;
  }
};

struct Section {
  std::string_view name;     // the XSD type's name, unique among sections
  std::string_view heading;  // for people
  std::vector<Field> fields;
  // How people are shown it: a line per field; or, for a list of boxes on a paper form, a tick
  // before the first field's words and the others, all leaves, after it: "[x] 3 Change of prison:
  // ...".
  enum class Layout { lines, tick } layout = Layout::lines;
};

// Converts a value that a Kind has found good. Specialise for a new leaf type.
template <class T>
struct Codec;

template <>
struct Codec<std::string> {
  static Leaf leaf(const std::string& value) { return {value, {}}; }
  static std::optional<std::string> value(const Leaf& leaf) { return leaf.text; }
};
template <>
struct Codec<int> {
  static Leaf leaf(int value) { return {std::to_string(value), {}}; }
  static std::optional<int> value(const Leaf& leaf) {
    int value = 0;
    const char* end = leaf.text.data() + leaf.text.size();
    if (std::from_chars(leaf.text.data(), end, value).ptr != end) return std::nullopt;
    return value;
  }
};
template <>
struct Codec<Coded> {
  static Leaf leaf(const Coded& value) { return {value.code, value.label}; }
  static std::optional<Coded> value(const Leaf& leaf) { return Coded{leaf.text, leaf.label}; }
};
template <>
struct Codec<Date> {
  static Kind kind() { return kinds::date(); }
  static Leaf leaf(Date value) { return {value.ok() ? format_date(value) : "", {}}; }
  static std::optional<Date> value(const Leaf& leaf) { return parse_date(leaf.text); }
};
template <>
struct Codec<Instant> {
  static Kind kind() { return kinds::instant(); }
  static Leaf leaf(Instant value) { return {to_rfc3339(value), {}}; }
  static std::optional<Instant> value(const Leaf& leaf) { return from_rfc3339(leaf.text); }
};
template <>
struct Codec<Digest> {
  static Kind kind() { return kinds::digest(); }
  static Leaf leaf(const Digest& value) { return {value.hex(), {}}; }
  static std::optional<Digest> value(const Leaf& leaf) { return Digest::from_hex(leaf.text); }
};
template <class Tag>
struct Codec<detail::StrongText<Tag>> {
  using Id = detail::StrongText<Tag>;
  static Leaf leaf(const Id& value) { return {value.str(), {}}; }
  static std::optional<Id> value(const Leaf& leaf) { return Id::parse(leaf.text); }
  static Kind kind() {
    if constexpr (std::is_base_of_v<detail::UuidTag, Tag>) return kinds::uuid();
    if constexpr (std::is_same_v<detail::TeamTag, Tag>) return kinds::team();
    if constexpr (std::is_same_v<detail::AreaTag, Tag>) return kinds::area();
  }
};
template <CodedEnum E>
struct Codec<E> {
  static Kind kind() { return kinds::list(codes_of(Of<E>{})); }
  static Leaf leaf(E value) { return {std::string(code_of(value)), {}}; }
  static std::optional<E> value(const Leaf& leaf) {
    const CodeName* name = codes_of(Of<E>{}).by_code(leaf.text);
    if (!name) return std::nullopt;
    return static_cast<E>(name->value);
  }
};

// How many T a member holds, and how one is put in and all are looked at.
template <class M>
struct Held {
  using Value = M;
  static constexpr Count count = Count::one;
  static Value& put(M& member) { return member; }
  static std::vector<const Value*> all(const M& member) { return {&member}; }
};
template <class T>
struct Held<std::optional<T>> {
  using Value = T;
  static constexpr Count count = Count::optional;
  static Value& put(std::optional<T>& member) { return member.emplace(); }
  static std::vector<const Value*> all(const std::optional<T>& member) {
    if (!member) return {};
    return {&*member};
  }
};
template <class T>
struct Held<std::vector<T>> {
  using Value = T;
  static constexpr Count count = Count::many;
  static Value& put(std::vector<T>& member) { return member.emplace_back(); }
  static std::vector<const Value*> all(const std::vector<T>& member) {
    std::vector<const Value*> values;
    for (const T& each : member) values.push_back(&each);
    return values;
  }
};

template <class M>
struct LeafStorage {
  using Value = typename Held<M>::Value;
  static std::vector<Leaf> leaves(const void* member) {
    std::vector<Leaf> out;
    for (const Value* value : Held<M>::all(*static_cast<const M*>(member))) {
      out.push_back(Codec<Value>::leaf(*value));
    }
    return out;
  }
  static bool add_leaf(void* member, const Leaf& leaf) {
    auto value = Codec<Value>::value(leaf);
    if (!value) return false;
    Held<M>::put(*static_cast<M*>(member)) = std::move(*value);
    return true;
  }
  static constexpr Storage storage{
      Held<M>::count, std::is_same_v<Value, Coded>, leaves, add_leaf, nullptr, nullptr};
};

template <class M>
struct RecordStorage {
  using Value = typename Held<M>::Value;
  static std::vector<const void*> records(const void* member) {
    std::vector<const void*> out;
    for (const Value* value : Held<M>::all(*static_cast<const M*>(member))) out.push_back(value);
    return out;
  }
  static void* add_record(void* member) { return &Held<M>::put(*static_cast<M*>(member)); }
  static constexpr Storage storage{Held<M>::count, false, nullptr, nullptr, records, add_record};
};

template <class Record, class Member>
Member member_type(Member Record::*);
template <class Record, class Member>
Record record_type(Member Record::*);

template <auto member>
void* address_of(void* record) {
  using Record = decltype(record_type(member));
  return &(static_cast<Record*>(record)->*member);
}

inline constexpr int most_list_items = 20;  // of a list whose table says nothing else

// A leaf whose C++ type does not say what it may hold: std::string, int.
template <auto member>
Field field(std::string_view element, std::string_view label, const Kind& kind) {
  using M = decltype(member_type(member));
  Field made;
  made.element = element;
  made.label = label;
  made.kind = kind;
  made.storage = &LeafStorage<M>::storage;
  made.member = address_of<member>;
  made.most = Held<M>::count == Count::many ? most_list_items : 1;
  return made;
}
// A leaf whose type says it: dates, instants, enums, ids, digests, open lists.
template <auto member>
Field field(std::string_view element, std::string_view label) {
  using Value = typename Held<decltype(member_type(member))>::Value;
  if constexpr (std::is_same_v<Value, Coded>) {
    return field<member>(element, label, kinds::coded());
  } else {
    return field<member>(element, label, Codec<Value>::kind());
  }
}
// A part with fields of its own, or a list of such.
template <auto member>
Field record(std::string_view element, std::string_view label, const Section& section) {
  using M = decltype(member_type(member));
  Field made;
  made.element = element;
  made.label = label;
  made.section = &section;
  made.storage = &RecordStorage<M>::storage;
  made.member = address_of<member>;
  made.most = Held<M>::count == Count::many ? most_list_items : 1;
  return made;
}

}  // namespace gatepost::formats::forms
