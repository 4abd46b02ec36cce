// Sealed texts.
#include "certs/sealed_text.hpp"

#include <gtest/gtest.h>

#include "gateway/base/limits.hpp"
#include "gateway/base/posix/posix.hpp"

namespace gatepost::certs {
namespace {

class SealedText : public ::testing::Test {
 protected:
  posix::SystemRandom random;
  KeyRing ring = KeyRing::in_memory(random);
};

TEST_F(SealedText, TextComesBackOnlyUnderItsOwnSubject) {
  const Bytes blob = seal_text(ring, random, "task/1", "Sam Sample").value();
  EXPECT_EQ(as_text(blob).find("Sam"), std::string_view::npos);
  EXPECT_EQ(unseal_text(ring, "task/1", blob).value(), "Sam Sample");
  EXPECT_FALSE(unseal_text(ring, "task/2", blob));
}

TEST_F(SealedText, TextThatWasTouchedOrCutIsRefused) {
  const Bytes blob = seal_text(ring, random, "task/1", "Sam Sample").value();
  for (std::size_t i = 0; i < blob.size(); ++i) {
    Bytes touched = blob;
    touched[i] ^= 1;
    EXPECT_FALSE(unseal_text(ring, "task/1", touched)) << "byte " << i;
    EXPECT_FALSE(unseal_text(ring, "task/1", ByteView(blob).first(i))) << "cut at " << i;
  }
}

TEST_F(SealedText, MayBeLongerThanOneSegment) {
  for (const std::size_t size :
       {std::size_t{0}, limits::sealed_segment_bytes - 1, limits::sealed_segment_bytes,
        limits::sealed_segment_bytes + 1, 3 * limits::sealed_segment_bytes}) {
    const std::string text(size, 'x');
    const Bytes blob = seal_text(ring, random, "draft/1", text).value();
    EXPECT_EQ(unseal_text(ring, "draft/1", blob).value(), text) << size;
    EXPECT_FALSE(unseal_text(ring, "draft/1", ByteView(blob).first(blob.size() - 1))) << size;
    if (size > limits::sealed_segment_bytes)
      EXPECT_FALSE(
          unseal_text(ring, "draft/1",
                      ByteView(blob).first(blob.size() - size % limits::sealed_segment_bytes - 29)))
          << size;
  }
}

}  // namespace
}  // namespace gatepost::certs
