#include "formats/http1/parser.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

#include "tests/unit/formats/http1/framing_vectors.hpp"

// The fuzz target, so that its corpus is replayed by every run of the tests.
#define LLVMFuzzerTestOneInput http1_fuzz_one_input
#include "tests/fuzz/http1_fuzz.cpp"
#undef LLVMFuzzerTestOneInput

namespace gatepost::formats::http1 {
namespace {

using Progress = RequestParser::Progress;

constexpr std::size_t body_limit = 1000;
constexpr int incomplete = 0;

struct Outcome {
  int status = incomplete;  // 200: every request read; else the error's, or 0 while more is needed
  std::vector<Request> requests;
};

int status_of(const Error& error) {
  for (const auto code : {Errc::head_too_large, Errc::too_many_fields, Errc::method_not_allowed,
                          Errc::body_too_large})
    if (error.is(code)) return status_for(code);
  return 400;
}

// Feeds the bytes in pieces, as a network would, and reads all the requests that are in them.
Outcome read_all(std::string_view bytes, std::size_t piece) {
  RequestParser parser;
  Outcome outcome;
  Result<Progress> progress = Progress::need_more;
  for (;;) {
    while (progress && *progress != Progress::need_more) {
      if (*progress == Progress::head_ready) {
        progress = parser.read_body(body_limit);
      } else {
        outcome.requests.push_back(parser.take());
        progress = parser.next();
      }
    }
    if (!progress) {
      outcome.status = status_of(progress.error());
      return outcome;
    }
    if (bytes.empty()) break;
    const auto room = parser.prepare();
    const auto count = std::min({piece, bytes.size(), room.size()});
    std::copy_n(bytes.begin(), count, room.begin());
    bytes.remove_prefix(count);
    progress = parser.commit(count);
  }
  outcome.status = parser.idle() ? 200 : incomplete;
  return outcome;
}

std::string body_of(const Request& request) { return std::string(as_text(request.body)); }

class FramingVector : public testing::TestWithParam<framing::Vector> {};

TEST_P(FramingVector, HasOneMeaningHoweverItsBytesArrive) {
  const auto& vector = GetParam();
  for (const std::size_t piece : {std::size_t{100'000}, std::size_t{1}, std::size_t{7}}) {
    const auto outcome = read_all(vector.bytes, piece);
    EXPECT_EQ(outcome.status, vector.status) << "in pieces of " << piece;
    if (vector.status == 200) EXPECT_EQ(outcome.requests.size(), vector.requests);
  }
}

INSTANTIATE_TEST_SUITE_P(All, FramingVector, testing::ValuesIn(framing::vectors()),
                         [](const auto& info) { return info.param.name; });

TEST(RequestParser, ReadsARequestIntoItsParts) {
  const auto outcome = read_all(
      "POST /messageexchange/BXI01/outbox?a=1&b=%20 HTTP/1.1\r\nHost: gateway.example:8443\r\n"
      "Mex-To:  LAMBETH \t\r\nContent-Length: 5\r\n\r\nhello",
      3);
  ASSERT_EQ(outcome.requests.size(), 1u);
  const auto& [head, body] = outcome.requests.front();
  EXPECT_EQ(head.method, "POST");
  EXPECT_EQ(head.path, "/messageexchange/BXI01/outbox");
  EXPECT_EQ(head.query, "a=1&b=%20");
  EXPECT_EQ(find_field(head.fields, "mex-to"), "LAMBETH");
  EXPECT_EQ(find_field(head.fields, "absent"), std::nullopt);
  EXPECT_EQ(as_text(body), "hello");
  EXPECT_TRUE(head.keep_alive);
}

TEST(RequestParser, KeepsPipelinedRequestsApart) {
  const auto outcome = read_all(
      "PUT /1 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: "
      "chunked\r\n\r\n3\r\nabc\r\nA\r\n0123456789\r\n"
      "0\r\n\r\nPUT /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nxyGET /3 HTTP/1.1\r\nHost: "
      "a\r\nConnection: close\r\n\r\n",
      100'000);
  ASSERT_EQ(outcome.requests.size(), 3u);
  EXPECT_EQ(body_of(outcome.requests[0]), "abc0123456789");
  EXPECT_EQ(body_of(outcome.requests[1]), "xy");
  EXPECT_EQ(outcome.requests[2].head.path, "/3");
  EXPECT_FALSE(outcome.requests[2].head.keep_alive);
}

TEST(RequestParser, RefusesALengthOverTheLimitBeforeTheBodyArrives) {
  EXPECT_EQ(read_all("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n", 100).status, 413);
  const auto exactly =
      "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n" + std::string(1000, 'x');
  EXPECT_EQ(read_all(exactly, 100).status, 200);
}

TEST(RequestParser, CountsChunksTogetherAgainstTheLimit) {
  std::string bytes = "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (int i = 0; i < 10; ++i) bytes += "64\r\n" + std::string(100, 'x') + "\r\n";
  EXPECT_EQ(read_all(bytes + "0\r\n\r\n", 100).status, 200);
  EXPECT_EQ(read_all(bytes + "1\r\nx\r\n0\r\n\r\n", 100).status, 413);
}

TEST(RequestParser, WaitsForTheLimitBeforeItReadsABody) {
  RequestParser parser;
  const std::string_view bytes = "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nok";
  std::ranges::copy(bytes, parser.prepare().begin());
  EXPECT_EQ(parser.commit(bytes.size()), Progress::head_ready);
  EXPECT_EQ(parser.next(), Progress::head_ready);
  EXPECT_EQ(parser.head().method, "PUT");
  EXPECT_EQ(parser.read_body(2), Progress::message_ready);
  EXPECT_FALSE(parser.idle());
  parser.take();
  EXPECT_TRUE(parser.idle());
}

TEST(RequestParser, StaysDeadAfterAnError) {
  RequestParser parser;
  parser.prepare()[0] = 0;
  ASSERT_FALSE(parser.commit(1));
  const std::string_view good = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  std::ranges::copy(good, parser.prepare().begin());
  EXPECT_FALSE(parser.commit(good.size()));
}

// Heads with one byte changed: whatever is accepted must be framed as the field says, so that no
// other parser could see another end of the message.
TEST(RequestParser, NeverAcceptsAMutatedTransferEncoding) {
  const auto seed = std::random_device()();
  RecordProperty("seed", static_cast<int>(seed));
  std::mt19937 random(seed);
  const std::string value = "chunked";
  for (int i = 0; i < 2000; ++i) {
    auto mutated = value;
    const auto at = random() % (mutated.size() + 1);
    const auto byte = static_cast<char>(random() % 256);
    if (random() % 2 == 0)
      mutated.insert(mutated.begin() + static_cast<std::ptrdiff_t>(at), byte);
    else
      mutated[at % mutated.size()] = byte;
    std::string lower = mutated;
    std::ranges::transform(lower, lower.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const auto first = lower.find_first_not_of(" \t");
    const auto trimmed = lower.substr(first, lower.find_last_not_of(" \t") - first + 1);
    const auto outcome =
        read_all("PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: " + mutated + "\r\n\r\n0\r\n\r\n",
                 100'000);
    EXPECT_EQ(outcome.status == 200, trimmed == value)
        << "seed " << seed << ", value " << to_hex(as_bytes(mutated));
  }
}

TEST(RequestParser, ReplaysTheFuzzCorpus) {
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(
           std::filesystem::path(GATEPOST_SOURCE_DIR) / "tests/fuzz/corpus/http1")) {
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string content{std::istreambuf_iterator<char>(file), {}};
    EXPECT_EQ(http1_fuzz_one_input(as_bytes(content).data(), content.size()), 0);
    ++files;
  }
  EXPECT_GE(files, 5u);
}

TEST(RequestParser, NamesAStatusForEveryError) {
  EXPECT_EQ(status_for(Errc::head_too_large), 431);
  EXPECT_EQ(status_for(Errc::too_many_fields), 431);
  EXPECT_EQ(status_for(Errc::method_not_allowed), 501);
  EXPECT_EQ(status_for(Errc::body_too_large), 413);
  for (const auto code :
       {Errc::bad_request_line, Errc::bad_version, Errc::bad_field, Errc::bad_host,
        Errc::bad_length, Errc::bad_transfer_coding, Errc::bad_chunk})
    EXPECT_EQ(status_for(code), 400);
}

}  // namespace
}  // namespace gatepost::formats::http1
