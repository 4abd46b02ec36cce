// The ground the attack tests stand on: one trusted team, and a judge of refusals and their cost.
// Every attack starts from a document that verifies, so that the one deviation it makes is what it
// is refused for.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <ctime>

#include "formats/xmldsig/signed_info.hpp"
#include "tests/unit/formats/xmldsig/support.hpp"

namespace gatepost::formats::xmldsig::test {

class HostileTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    world_ = std::make_unique<World>("Example Authority", 2);
    team_ = std::make_unique<Party>(world_->party(certs::Role::team, "BXI-PSI"));
  }
  static void TearDownTestSuite() {
    team_.reset();
    world_.reset();
  }
  static World& world() { return *world_; }
  static const certs::Signer& signer() { return *team_->signer; }

  // A form with the template signature, everything but the open places filled in.
  static std::string unsigned_shape() {
    return replaced(sample_form(), "</LIEF>", signature_template(uri::ecdsa_sha256) + "</LIEF>");
  }
  static std::string good() { return forge(unsigned_shape(), signer()); }

  static Result<Verified> verify(std::string_view document, Instant at = now()) {
    return verify_enveloped(as_bytes(document), world().trust(), certs::Role::team, at);
  }

  // Refused with this code, in well under a second of processor time (a busy machine does not
  // count; the bound is generous for sanitizers).
  template <class Code>
  static void expect_refused(std::string_view name, std::string_view document, Code code,
                             Instant at = now()) {
    const auto start = std::clock();
    const auto verified = verify(document, at);
    EXPECT_LT(std::clock() - start, 2 * CLOCKS_PER_SEC) << name;
    ASSERT_FALSE(verified) << name;
    EXPECT_TRUE(verified.error().is(code)) << name << ": " << verified.error().to_string();
  }

  // The template with one change made before it is signed with a good key: only the shape is wrong.
  static void expect_shape_refused(std::string_view name, std::string_view from,
                                   std::string_view to, Errc code = Errc::wrong_shape) {
    expect_refused(name, forge(replaced(unsigned_shape(), from, to), signer()), code);
  }

 private:
  inline static std::unique_ptr<World> world_;
  inline static std::unique_ptr<Party> team_;
};

}  // namespace gatepost::formats::xmldsig::test
