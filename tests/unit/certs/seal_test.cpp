#include "certs/seal.hpp"

#include <cstdlib>
#include <set>

#include "certs/digest.hpp"
#include "gateway/base/limits.hpp"
#include "tests/unit/certs/support.hpp"

namespace gatepost::certs {
namespace {

namespace fs = std::filesystem;
using test::SeededRandom;

constexpr std::size_t segment = limits::sealed_segment_bytes;
constexpr std::string_view subject = "BXI-PSI/0190a8d4-5f0e-4c6b-8d7e-1f2a3b4c5d6e";

Bytes content_of(std::size_t size, Random& random) {
  Bytes out(size);
  random.fill(out);
  return out;
}

struct Sealed {
  explicit Sealed(std::size_t size) : content(content_of(size, random)) {
    payload =
        seal(ring, random, subject, {{"form", content}, {"chain", as_bytes("chain")}}).value();
  }
  Result<Bytes> open(const SealedPart& part) const {
    return unseal(ring, subject, payload.wrap, part);
  }
  SealedPart& form() { return payload.parts[0]; }

  SeededRandom random{11};
  KeyRing ring = KeyRing::in_memory(random);
  Bytes content;
  SealedPayload payload;
};

TEST(Seal, ComesBackForEverySizeAroundASegment) {
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, segment - 1, segment, segment + 1,
                                 std::size_t{300} << 10}) {
    SCOPED_TRACE(size);
    Sealed sealed(size);
    EXPECT_EQ(sealed.open(sealed.form()), sealed.content);
    EXPECT_EQ(sealed.open(sealed.payload.parts[1]), to_bytes("chain"));
    EXPECT_EQ(sealed.form().segments.size(), size == 0 ? 1 : (size + segment - 1) / segment);
  }
}

TEST(Seal, HasTheDocumentedShape) {
  Sealed sealed(segment + 1);
  const Bytes& wrap = sealed.payload.wrap;
  EXPECT_EQ(wrap[0], 0x01);
  EXPECT_EQ(wrap.size(), 2u + wrap[1] + 12 + 32 + 16);
  ASSERT_EQ(sealed.form().segments.size(), 2u);
  EXPECT_EQ(sealed.form().segments[0].size(), 1 + 12 + segment + 16);
  EXPECT_EQ(sealed.form().segments[1].size(), 1u + 12 + 1 + 16);
  EXPECT_EQ(sealed.form().segments[0][0], 0x01);
}

TEST(Seal, NeverUsesAKeyOrANonceTwice) {
  Sealed sealed(3 * segment);
  const auto again = seal(sealed.ring, sealed.random, subject, {{"form", sealed.content}}).value();
  std::set<Bytes> nonces;
  for (const auto& part : {sealed.payload.parts[0], sealed.payload.parts[1], again.parts[0]})
    for (const Bytes& bytes : part.segments) nonces.emplace(bytes.begin() + 1, bytes.begin() + 13);
  EXPECT_EQ(nonces.size(), 7u);
  EXPECT_ERROR(unseal(sealed.ring, subject, again.wrap, sealed.form()), Errc::tampered);
}

TEST(Seal, NoticesEveryBitOfASmallPayload) {
  Sealed sealed(5);
  Bytes& bytes = sealed.form().segments[0];
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    bytes[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    EXPECT_ERROR(sealed.open(sealed.form()), Errc::tampered);
    bytes[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
  }
  Bytes& wrap = sealed.payload.wrap;
  for (std::size_t bit = 0; bit < wrap.size() * 8; ++bit) {
    wrap[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    const auto opened = sealed.open(sealed.form());
    ASSERT_FALSE(opened);
    // A bit of the KEK's id may make it another well-formed id.
    EXPECT_TRUE(opened.error().is(Errc::tampered) || opened.error().is(Errc::no_such_key));
    wrap[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
  }
  EXPECT_TRUE(sealed.open(sealed.form()));
}

TEST(Seal, NoticesSegmentsMovedDroppedOrAdded) {
  Sealed sealed(3 * segment + 10);
  const SealedPart good = sealed.form();
  ASSERT_TRUE(sealed.open(good));
  SealedPart swapped = good;
  std::swap(swapped.segments[0], swapped.segments[1]);
  SealedPart cut = good;
  cut.segments.pop_back();
  SealedPart beheaded = good;
  beheaded.segments.erase(beheaded.segments.begin());
  SealedPart repeated = good;
  repeated.segments.push_back(repeated.segments.back());
  SealedPart other_name = good;
  other_name.part = "receipt.accepted";
  SealedPart none = good;
  none.segments.clear();
  SealedPart stub = good;
  stub.segments[2].resize(20);
  SealedPart empty = good;
  empty.segments[0].clear();
  for (const SealedPart& bad : {swapped, cut, beheaded, repeated, other_name, none, stub, empty})
    EXPECT_ERROR(sealed.open(bad), Errc::tampered);
}

TEST(Seal, BindsThePayloadToItsSubjectAndPart) {
  Sealed sealed(100);
  EXPECT_ERROR(unseal(sealed.ring, "BXI-PSI/other", sealed.payload.wrap, sealed.form()),
               Errc::tampered);
  EXPECT_ERROR(unseal(sealed.ring, "", sealed.payload.wrap, sealed.form()), Errc::tampered);
  SealedPart crossed = sealed.form();
  crossed.segments = sealed.payload.parts[1].segments;
  EXPECT_ERROR(sealed.open(crossed), Errc::tampered);
}

TEST(Seal, SaysWhenTheKeyIsNotInTheRing) {
  Sealed sealed(100);
  const KeyRing other = KeyRing::in_memory(sealed.random);
  EXPECT_ERROR(unseal(other, subject, sealed.payload.wrap, sealed.form()), Errc::no_such_key);
  EXPECT_ERROR(unseal(sealed.ring, subject, {}, sealed.form()), Errc::tampered);
  EXPECT_ERROR(unseal(sealed.ring, subject, ByteView(sealed.payload.wrap).first(20), sealed.form()),
               Errc::tampered);
}

TEST(Seal, RefusesNamesThatCouldPassForOthers) {
  SeededRandom random(1);
  const KeyRing ring = KeyRing::in_memory(random);
  using namespace std::string_view_literals;
  EXPECT_THROW((void)seal(ring, random, "a\0b"sv, {}), std::logic_error);
  EXPECT_THROW((void)seal(ring, random, "a", {{"x", {}}, {"x", {}}}), std::logic_error);
}

// Whatever is sealed comes back, and after any one change it does not come back different.
TEST(Seal, HoldsForRandomPayloadsAndRandomDamage) {
  const char* given = std::getenv("GATEPOST_TEST_SEED");
  const std::uint64_t seed = given != nullptr ? std::stoull(given) : std::random_device{}();
  std::printf("seed %llu (GATEPOST_TEST_SEED replays it)\n", static_cast<unsigned long long>(seed));
  std::mt19937_64 dice(seed);
  SeededRandom random(seed);
  const KeyRing ring = KeyRing::in_memory(random);
  for (int round = 0; round < 60; ++round) {
    SCOPED_TRACE(testing::Message() << "seed " << seed << " round " << round);
    const Bytes content = content_of(dice() % (3 * segment), random);
    SealedPayload payload = seal(ring, random, subject, {{"form", content}}).value();
    SealedPart& part = payload.parts[0];
    ASSERT_EQ(unseal(ring, subject, payload.wrap, part), content);
    Bytes& hit = part.segments[dice() % part.segments.size()];
    switch (dice() % 3) {
      case 0:
        hit[dice() % hit.size()] ^= static_cast<std::uint8_t>(1U << (dice() % 8));
        break;
      case 1:
        hit.resize(dice() % hit.size());
        break;
      default:
        hit.push_back(static_cast<std::uint8_t>(dice()));
        break;
    }
    EXPECT_ERROR(unseal(ring, subject, payload.wrap, part), Errc::tampered);
  }
}

struct RingFolder {
  test::TempFolder home;
  SeededRandom random{5};
  fs::path folder = home / "keys";
  KeyRing made = KeyRing::create(folder, random).value();
};

TEST(KeyRing, OpensWhatItCreated) {
  RingFolder f;
  const auto payload = seal(f.made, f.random, subject, {{"form", as_bytes("text")}}).value();
  const auto again = KeyRing::open(f.folder);
  ASSERT_TRUE(again) << again.error().to_string();
  EXPECT_EQ(unseal(*again, subject, payload.wrap, payload.parts[0]), to_bytes("text"));
  EXPECT_EQ(again->blind_token("nhs", "9990000018"), f.made.blind_token("nhs", "9990000018"));
  EXPECT_ERROR(KeyRing::create(f.folder, f.random), Errc::store_failed);
}

TEST(KeyRing, KeepsItsFilesToItself) {
  RingFolder f;
  const auto mode = [](const fs::path& path) { return fs::status(path).permissions(); };
  EXPECT_EQ(mode(f.folder), fs::perms::owner_all);
  for (const auto& entry : fs::directory_iterator(f.folder)) {
    EXPECT_EQ(mode(entry.path()), fs::perms::owner_read | fs::perms::owner_write);
    fs::permissions(entry.path(), fs::perms::group_read, fs::perm_options::add);
    EXPECT_ERROR(KeyRing::open(f.folder), Errc::store_failed);
    fs::permissions(entry.path(), fs::perms::group_read, fs::perm_options::remove);
  }
  EXPECT_TRUE(KeyRing::open(f.folder));
  fs::permissions(f.folder, fs::perms::others_exec, fs::perm_options::add);
  EXPECT_ERROR(KeyRing::open(f.folder), Errc::store_failed);
}

TEST(KeyRing, RotatesToANewKeyAndStillOpensTheOld) {
  RingFolder f;
  const auto old = seal(f.made, f.random, subject, {{"form", as_bytes("text")}}).value();
  ASSERT_TRUE(KeyRing::rotate(f.folder, f.random));
  const KeyRing ring = KeyRing::open(f.folder).value();
  EXPECT_EQ(unseal(ring, subject, old.wrap, old.parts[0]), to_bytes("text"));
  const auto fresh = seal(ring, f.random, subject, {{"form", as_bytes("text")}}).value();
  EXPECT_ERROR(unseal(f.made, subject, fresh.wrap, fresh.parts[0]), Errc::no_such_key);

  const Bytes wrap = rewrap(ring, f.random, subject, old.wrap).value();
  EXPECT_EQ(unseal(ring, subject, wrap, old.parts[0]), to_bytes("text"));
  EXPECT_ERROR(unseal(f.made, subject, wrap, old.parts[0]), Errc::no_such_key);
  EXPECT_ERROR(rewrap(ring, f.random, "BXI-PSI/other", old.wrap), Errc::tampered);
  EXPECT_EQ(ring.blind_token("nhs", "1"), f.made.blind_token("nhs", "1"));
}

TEST(KeyRing, RefusesAFolderThatIsNotWhole) {
  for (const char* gone : {"current", "blind.key"}) {
    RingFolder f;
    fs::remove(f.folder / gone);
    EXPECT_ERROR(KeyRing::open(f.folder), Errc::store_failed);
    EXPECT_ERROR(KeyRing::rotate(f.folder, f.random), Errc::store_failed);
  }
  RingFolder f;
  EXPECT_ERROR(KeyRing::open(f.home / "nowhere"), Errc::store_failed);
  const auto secret = [&](const char* name, std::string_view content) {
    f.home.write(std::string("keys/") + name, content);
    fs::permissions(f.folder / name, fs::perms::owner_read | fs::perms::owner_write);
  };
  const std::string kept = f.home.read("keys/current");
  secret("current", "ffff\n");
  EXPECT_ERROR(KeyRing::open(f.folder), Errc::unreadable);
  secret("current", kept);
  EXPECT_TRUE(KeyRing::open(f.folder));
  for (const char* bad : {"", "00", "zz"}) {
    secret("0000.kek", bad);
    EXPECT_ERROR(KeyRing::open(f.folder), Errc::unreadable);
  }
  secret("0000.kek", std::string(64, 'g'));
  EXPECT_ERROR(KeyRing::open(f.folder), Errc::unreadable);
  fs::remove(f.folder / "0000.kek");
  secret("Not an id.kek", std::string(64, '0'));
  EXPECT_ERROR(KeyRing::open(f.folder), Errc::unreadable);
}

TEST(BlindToken, TellsKindsValuesAndRingsApart) {
  SeededRandom random(3);
  const KeyRing one = KeyRing::in_memory(random), two = KeyRing::in_memory(random);
  EXPECT_EQ(one.blind_token("nhs", "9990000018"), one.blind_token("nhs", "9990000018"));
  EXPECT_NE(one.blind_token("nhs", "9990000018"), one.blind_token("nhs", "9990000026"));
  EXPECT_NE(one.blind_token("nhs", "9990000018"), one.blind_token("nhs9", "990000018"));
  EXPECT_NE(one.blind_token("nhs", "9990000018"), two.blind_token("nhs", "9990000018"));
  EXPECT_NE(one.blind_token("prisoner", "A1234BC"), sha256(as_bytes("A1234BC")));
}

}  // namespace
}  // namespace gatepost::certs
