#include "gateway/web/writing/choices.hpp"

#include <algorithm>

#include "config/reference.hpp"

namespace gatepost::web::writing {

namespace {

// What a code of an open list may be as long as (formats/forms/kind.cpp).

struct Offer {
  std::string_view element;
  const config::CodeList& (*list)();  // of the reference lists, or
  std::vector<Option> options;
};

// The NHS Data Dictionary's ethnic categories; languages by ISO 639-1 and countries by ISO 3166-1
// alpha-3, those often met first; the others are ours.
const std::vector<Offer>& offers() {
  static const std::vector<Offer> rows{
      {"Substance", config::drugs, {}},
      {"OriginalCourt", config::courts, {}},
      {"NextCourt", config::courts, {}},
      {"Court", config::courts, {}},
      {"NewCourt", config::courts, {}},
      {"DeliveryUnit", config::delivery_units, {}},
      {"ToArea", config::areas, {}},
      {"RedirectArea", config::areas, {}},
      {"Medicine",
       nullptr,
       {{"METHADONE", "Methadone"},
        {"BUPRENORPHINE", "Buprenorphine"},
        {"BUPRENORPHINE-NALOX", "Buprenorphine with naloxone"}}},
      {"Ethnicity",
       nullptr,
       {{"A", "White: British"},
        {"B", "White: Irish"},
        {"C", "White: any other background"},
        {"D", "Mixed: White and Black Caribbean"},
        {"E", "Mixed: White and Black African"},
        {"F", "Mixed: White and Asian"},
        {"G", "Mixed: any other background"},
        {"H", "Asian: Indian"},
        {"J", "Asian: Pakistani"},
        {"K", "Asian: Bangladeshi"},
        {"L", "Asian: any other background"},
        {"M", "Black: Caribbean"},
        {"N", "Black: African"},
        {"P", "Black: any other background"},
        {"R", "Chinese"},
        {"S", "Any other ethnic group"},
        {"Z", "Not stated"}}},
      {"Nationality",
       nullptr,
       {{"GBR", "British"},
        {"ALB", "Albanian"},
        {"IRL", "Irish"},
        {"JAM", "Jamaican"},
        {"LTU", "Lithuanian"},
        {"POL", "Polish"},
        {"PRT", "Portuguese"},
        {"ROU", "Romanian"},
        {"SOM", "Somali"}}},
      {"FirstLanguage",
       nullptr,
       {{"en", "English"},
        {"ar", "Arabic"},
        {"bn", "Bengali"},
        {"lt", "Lithuanian"},
        {"pl", "Polish"},
        {"pt", "Portuguese"},
        {"ro", "Romanian"},
        {"so", "Somali"},
        {"sq", "Albanian"},
        {"ur", "Urdu"}}},
      {"Employment",
       nullptr,
       {{"EMPLOYED", "Employed"},
        {"UNEMPLOYED", "Unemployed"},
        {"EDUCATION", "In education or training"},
        {"UNABLE", "Unable to work"},
        {"RETIRED", "Retired"}}},
      {"ParentalStatus",
       nullptr,
       {{"NOT_PARENT", "Not a parent"},
        {"ALL_WITH", "Parent: all children live with them"},
        {"SOME_WITH", "Parent: some children live with them"},
        {"NONE_WITH", "Parent: no child lives with them"}}},
      {"Service",
       nullptr,
       {{"RECONNECT", "RECONNECT care after custody"},
        {"MENTAL_HEALTH", "Mental health service"},
        {"HOUSING", "Housing service"},
        {"JOBCENTRE", "Jobcentre Plus"},
        {"GP", "GP practice"}}},
  };
  return rows;
}

}  // namespace

std::vector<Option> choices_of(std::string_view element) {
  if (element == "InterpreterLanguage") element = "FirstLanguage";
  const auto found = std::ranges::find(offers(), element, &Offer::element);
  if (found == offers().end()) return {};
  if (found->list == nullptr) return found->options;
  std::vector<Option> options;
  for (const config::CodeList::Entry& entry : found->list().entries())
    options.push_back({entry.code, entry.label});
  return options;
}

std::string label_of(std::string_view element, std::string_view code) {
  const auto options = choices_of(element);
  const auto found = std::ranges::find(options, code, &Option::code);
  return found == options.end() ? std::string() : found->label;
}

}  // namespace gatepost::web::writing
