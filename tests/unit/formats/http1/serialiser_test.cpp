#include <gtest/gtest.h>

#include <stdexcept>

#include "formats/http1/parser.hpp"
#include "formats/http1/status.hpp"

namespace gatepost::formats::http1 {
namespace {

std::string text_of(const Response& response, Connection connection, std::string_view method) {
  return std::string(as_text(serialise(response, connection, method)));
}

TEST(Serialiser, WritesStatusLineFieldsLengthAndBody) {
  const Response response{201, {{"content-type", "text/plain"}}, to_bytes("made")};
  EXPECT_EQ(text_of(response, Connection::keep_alive, "POST"),
            "HTTP/1.1 201 Created\r\ncontent-type: text/plain\r\ncontent-length: 4\r\n\r\nmade");
}

TEST(Serialiser, SaysWhenItCloses) {
  EXPECT_EQ(text_of({200, {}, {}}, Connection::close, "GET"),
            "HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
}

TEST(Serialiser, TellsTheLengthOfABodyThatHeadDoesNotGet) {
  EXPECT_EQ(text_of({200, {}, to_bytes("body")}, Connection::keep_alive, "HEAD"),
            "HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\n");
}

TEST(Serialiser, GivesNoContentToStatusesThatHaveNone) {
  for (const int status : {204, 304}) {
    const auto text = text_of({status, {}, to_bytes("x")}, Connection::keep_alive, "GET");
    EXPECT_EQ(text.find("content-length"), std::string::npos);
    EXPECT_TRUE(text.ends_with("\r\n\r\n"));
  }
}

TEST(Serialiser, KeepsFramingFieldsToItself) {
  const Response response{
      200, {{"Content-Length", "9"}, {"transfer-encoding", "chunked"}, {"connection", "x"}}, {}};
  EXPECT_EQ(text_of(response, Connection::keep_alive, "GET"),
            "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
}

TEST(Serialiser, RefusesToSplitAResponse) {
  const Response in_value{200, {{"location", "/a\r\nset-cookie: b=c"}}, {}};
  EXPECT_THROW(serialise(in_value, Connection::close, "GET"), std::invalid_argument);
  const Response in_name{200, {{"a\r\nb", "c"}}, {}};
  EXPECT_THROW(serialise(in_name, Connection::close, "GET"), std::invalid_argument);
}

TEST(ImfFixdate, IsTheRfcsExample) {
  EXPECT_EQ(imf_fixdate(*from_rfc3339("1994-11-06T08:49:37Z")), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(imf_fixdate(*from_rfc3339("2026-04-01T23:00:00.999Z")),
            "Wed, 01 Apr 2026 23:00:00 GMT");
}

}  // namespace
}  // namespace gatepost::formats::http1
