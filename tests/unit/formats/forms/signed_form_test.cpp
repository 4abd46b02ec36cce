// Every template, signed as a sender would, is read back as it was written.
#include <gtest/gtest.h>

#include "tests/unit/formats/forms/samples.hpp"
#include "tests/unit/formats/xmldsig/support.hpp"

namespace gatepost::formats::forms {
namespace {

using namespace testing;

TEST(SignedForm, OfEveryKindIsReadBackAsItWasWritten) {
  xmldsig::test::World world("Example Authority", 1);
  const auto party = world.party(certs::Role::team, "BXI-PSI");
  for (const FormType type : known_types()) {
    const std::string unsigned_form = sample_xml(type);
    const auto verified =
        xmldsig::verify_enveloped(as_bytes(xmldsig::test::sign(unsigned_form, *party.signer)),
                                  world.trust(), certs::Role::team, xmldsig::test::now());
    ASSERT_TRUE(verified) << root_name(type) << ": " << verified.error().to_string();
    const auto form = read_form(verified->document, today);
    ASSERT_TRUE(form) << said(form.error());
    EXPECT_EQ(write_form(*form), unsigned_form) << root_name(type);
  }
}

}  // namespace
}  // namespace gatepost::formats::forms
