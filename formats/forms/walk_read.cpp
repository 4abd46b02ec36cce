#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "formats/forms/walk.hpp"

namespace gatepost::formats::forms {

namespace {

constexpr std::string_view signature_namespace = "http://www.w3.org/2000/09/xmldsig#";

// Levenshtein distance, for "did you mean"; element names are short.
std::size_t distance(std::string_view one, std::string_view other) {
  std::vector<std::size_t> row(other.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= one.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= other.size(); ++j) {
      const std::size_t swapped = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({swapped, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

std::string short_name(std::string_view name) {
  // Cut between characters, never inside one.
  std::size_t end = std::min<std::size_t>(name.size(), 40);
  while (end < name.size() && (static_cast<unsigned char>(name[end]) & 0xc0U) == 0x80U) --end;
  return std::string(name.substr(0, end));
}

std::string suggestion(const Section& section, std::string_view name) {
  if (name.size() > 60) return "leave it out";
  const auto nearest = std::ranges::min_element(
      section.fields, {}, [&](const Field& field) { return distance(name, field.element); });
  if (nearest == section.fields.end() || distance(name, nearest->element) > 3) {
    return "leave it out";
  }
  return fmt::format("leave it out, or write {}", nearest->element);
}

// Reads one element's children against its section. Lives for one element.
class RecordReader {
 public:
  RecordReader(const Section& section, void* record, const std::string& path,
               const ReadOptions& options, Problems& problems)
      : section_(section), record_(record), path_(path), options_(options), problems_(problems) {
    counts_.resize(section.fields.size());
  }

  void read(const xml::Element& element) {
    refuse_attributes(element, section_.heading, path_);
    if (element.has_own_text()) {
      add({std::string(section_.heading), path_, "there is text between its elements",
           "put values into their elements only"});
    }
    const std::vector<xml::Element> children = element.children();
    for (const xml::Element& child : children) {
      if (problems_.size() >= most_problems) return;
      if (child == children.back() && may_be_signature(child)) continue;
      read_child(child);
    }
    for (std::size_t i = 0; i < section_.fields.size(); ++i) {
      const Field& field = section_.fields[i];
      if (field.need == Need::required && counts_[i] == 0) add(missing(field, path_of(field)));
    }
  }

 private:
  enum class Label { refused, allowed };

  bool may_be_signature(const xml::Element& child) const {
    return options_.signature == ReadOptions::Signature::allow_last &&
           child.namespace_uri() == signature_namespace && child.name() == "Signature";
  }

  void read_child(const xml::Element& child) {
    const auto found = std::ranges::find(section_.fields, child.name(), &Field::element);
    if (found == section_.fields.end() || child.namespace_uri() != options_.form_namespace) {
      const bool foreign = child.namespace_uri() != options_.form_namespace;
      const std::string name = short_name(child.name());
      add({"Unknown element", path_ + "/" + name,
           foreign ? "this element is not in the forms' namespace"
                   : "there is no such element in this place",
           foreign ? fmt::format("the namespace {}", options_.form_namespace)
                   : suggestion(section_, child.name())});
      return;
    }
    const Field& field = *found;
    const auto index = static_cast<std::size_t>(found - section_.fields.begin());
    const int count = ++counts_[index];
    const std::string path =
        field.most > 1 ? fmt::format("{}[{}]", path_of(field), count) : path_of(field);
    if (count > field.most) {
      if (count == field.most + 1) add(too_many(field));
      return;
    }
    if (index < furthest_) {
      add({std::string(field.label), path, "this stands too late",
           fmt::format("its place is before {}", section_.fields[furthest_].element)});
    }
    furthest_ = std::max(furthest_, index);
    if (field.is_record()) {
      void* part = field.storage->add_record(field.in(record_));
      read_record(child, *field.section, part, path, {options_.form_namespace}, problems_);
    } else {
      read_leaf(child, field, path);
    }
  }

  void read_leaf(const xml::Element& child, const Field& field, const std::string& path) {
    if (!child.children().empty()) {
      add({std::string(field.label), path, "there are elements inside this value",
           field.kind.right()});
      return;
    }
    Leaf leaf{std::string(trimmed(child.text())), {}};
    if (field.storage->labelled) {
      if (const auto label = child.attribute("label")) {
        leaf.label = std::string(trimmed(*label));
        if (leaf.label.empty()) {
          add({std::string(field.label), path, "its label is empty",
               "what the code means, or no attribute label"});
        }
      }
    }
    refuse_attributes(child, field.label, path,
                      field.storage->labelled ? Label::allowed : Label::refused);
    if (!check_leaf(field, leaf, path, problems_)) return;
    if (!field.storage->add_leaf(field.in(record_), leaf)) {
      add({std::string(field.label), path, fmt::format("this is not {}", field.kind.info->what),
           field.kind.right()});
    }
  }

  void refuse_attributes(const xml::Element& element, std::string_view label,
                         const std::string& path, Label label_attribute = Label::refused) {
    for (const auto& attribute : element.attributes()) {
      if (label_attribute == Label::allowed && attribute.namespace_uri.empty() &&
          attribute.name == "label")
        continue;
      add({std::string(label), path,
           fmt::format("the attribute {} is not known here", short_name(attribute.name)),
           "leave it out"});
    }
  }

  Problem too_many(const Field& field) const {
    if (field.most == 1) {
      return {std::string(field.label), path_of(field), "this stands more than once", "only one"};
    }
    return {std::string(field.label), path_of(field), "this stands too many times",
            fmt::format("at most {}", field.most)};
  }

  std::string path_of(const Field& field) const {
    return fmt::format("{}/{}", path_, field.element);
  }

  void add(Problem problem) { problems_.push_back(std::move(problem)); }

  const Section& section_;
  void* record_;
  const std::string& path_;
  const ReadOptions& options_;
  Problems& problems_;
  std::vector<int> counts_;
  std::size_t furthest_ = 0;
};

}  // namespace

void read_record(const xml::Element& element, const Section& section, void* record,
                 const std::string& path, const ReadOptions& options, Problems& problems) {
  RecordReader(section, record, path, options, problems).read(element);
}

}  // namespace gatepost::formats::forms
