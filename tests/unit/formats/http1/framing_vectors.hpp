// Framing and smuggling vectors of our own: bytes, and the status a strict server answers (200:
// accepted and complete; 0: still incomplete, so a timeout ends it).
#pragma once

#include <ostream>
#include <string>
#include <vector>

namespace gatepost::formats::http1::framing {

struct Vector {
  std::string name;
  int status;
  std::string bytes;
  std::size_t requests = 1;
};
inline void PrintTo(const Vector& vector, std::ostream* out) { *out << vector.name; }

inline std::string repeated(std::string_view text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

// A request with these lines after its Host, each ended by the caller.
inline std::string with(std::string_view lines, std::string_view body = "") {
  return "POST /a HTTP/1.1\r\nHost: a.example\r\n" + std::string(lines) + "\r\n" +
         std::string(body);
}
inline std::string chunked(std::string_view body) {
  return with("Transfer-Encoding: chunked\r\n", body);
}
inline std::string line(std::string_view request_line) {
  return std::string(request_line) + "\r\nHost: a.example\r\n\r\n";
}

inline std::vector<Vector> request_lines() {
  using namespace std::string_literals;
  return {
      {"PlainGet", 200, line("GET / HTTP/1.1")},
      {"QueryWithQuestionMark", 200, line("GET /a?b?c HTTP/1.1")},
      {"DeleteWithoutBody", 200, line("DELETE /a HTTP/1.1")},
      {"LowerCaseMethod", 501, line("get / HTTP/1.1")},
      {"ConnectMethod", 501, line("CONNECT / HTTP/1.1")},
      {"TraceMethod", 501, line("TRACE / HTTP/1.1")},
      {"OptionsMethod", 501, line("OPTIONS / HTTP/1.1")},
      {"MethodThatIsNoToken", 400, line("GE(T / HTTP/1.1")},
      {"EmptyMethod", 400, line(" / HTTP/1.1")},
      {"Http10", 400, line("GET / HTTP/1.0")},
      {"Http12", 400, line("GET / HTTP/1.2")},
      {"Http2Preface", 400, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"},
      {"LowerCaseVersion", 400, line("GET / http/1.1")},
      {"VersionWithZero", 400, line("GET / HTTP/01.1")},
      {"VersionWithTrailingSpace", 400, line("GET / HTTP/1.1 ")},
      {"NoVersion", 400, line("GET /")},
      {"TwoSpacesBeforeTarget", 400, line("GET  / HTTP/1.1")},
      {"TwoSpacesBeforeVersion", 400, line("GET /  HTTP/1.1")},
      {"TabForSpace", 400, line("GET\t/ HTTP/1.1")},
      {"SpaceInTarget", 400, line("GET /a b HTTP/1.1")},
      {"AbsoluteTarget", 400, line("GET http://b.example/ HTTP/1.1")},
      {"AsteriskTarget", 400, line("GET * HTTP/1.1")},
      {"AuthorityTarget", 400, line("GET b.example:443 HTTP/1.1")},
      {"FragmentInTarget", 400, line("GET /a#b HTTP/1.1")},
      {"EightBitTarget", 400, line("GET /\xc3\xa9 HTTP/1.1")},
      {"NulInTarget", 400, line("GET /a\0b HTTP/1.1"s)},
      {"DeleteCharacterInTarget", 400, line("GET /a\x7f HTTP/1.1")},
      {"EmptyLineFirst", 400, "\r\n" + line("GET / HTTP/1.1")},
      {"SpaceFirst", 400, line(" GET / HTTP/1.1")},
      {"TlsClientHello", 400, "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"s},
      {"BareLfAfterRequestLine", 400, "GET / HTTP/1.1\nHost: a\r\n\r\n"},
      {"BareCrInRequestLine", 400, line("GET /\ra HTTP/1.1")},
      {"OnlyRequestLine", 0, "GET / HTTP/1.1\r\n"},
      {"EndsInHead", 0, "GET / HTTP/1.1\r\nHost: a\r\n"},
      {"TwoPipelined", 200, line("GET /1 HTTP/1.1") + line("GET /2 HTTP/1.1"), 2},
      {"GarbageAfterARequest", 400, line("GET /1 HTTP/1.1") + "\r\n\r\n"},
  };
}

inline std::vector<Vector> fields() {
  using namespace std::string_literals;
  const auto get = [](std::string_view lines) {
    return "GET / HTTP/1.1\r\n" + std::string(lines) + "\r\n";
  };
  return {
      {"NoHost", 400, get("")},
      {"EmptyHost", 400, get("Host:\r\n")},
      {"TwoHosts", 400, get("Host: a\r\nHost: a\r\n")},
      {"TwoHostsInOneField", 400, get("Host: a, b\r\n")},
      {"HostWithPath", 400, get("Host: a/b\r\n")},
      {"HostWithUser", 400, get("Host: u@a\r\n")},
      {"HostWithLargePort", 400, get("Host: a:65536\r\n")},
      {"HostWithWordForPort", 400, get("Host: a:b\r\n")},
      {"HostWithPort", 200, get("Host: a.example:8443\r\n")},
      {"HostIpv6", 200, get("Host: [::1]:8443\r\n")},
      {"HostIpv6Unclosed", 400, get("Host: [::1\r\n")},
      {"FieldWithoutColon", 400, with("Nonsense\r\n")},
      {"EmptyFieldName", 400, with(": x\r\n")},
      {"SpaceBeforeColon", 400, with("Content-Length : 0\r\n")},
      {"TabBeforeColon", 400, with("Transfer-Encoding\t: chunked\r\n")},
      {"FoldedField", 400, with("A: b\r\n c\r\n")},
      {"FoldedFirstField", 400, "GET / HTTP/1.1\r\n Host: a\r\n\r\n"},
      {"FoldedTransferEncoding", 400, with("Transfer-Encoding:\r\n chunked\r\n")},
      {"NulInField", 400, with("A: b\0c\r\n"s)},
      {"BellInField", 400, with("A: \a\r\n")},
      {"VerticalTabAroundChunked", 400, with("Transfer-Encoding: \vchunked\r\n")},
      {"TabInsideValue", 400, with("A: b\tc\r\n")},
      {"TabAroundValue", 200, with("A:\tb\t\r\n")},
      {"BareLfInField", 400, with("A: b\nC: d\r\n")},
      {"BareCrInField", 400, with("A: b\rC: d\r\n")},
      {"BareLfEndsHead", 400, "GET / HTTP/1.1\r\nHost: a\r\n\n"},
      {"NonTokenName", 400, with("A(b): c\r\n")},
      {"EightBitName", 400, with("\xc3\xa9: c\r\n")},
      {"EightBitValue", 200, with("A: \xc3\xa9\r\n")},
      {"SixtyFourFields", 200, with(repeated("A: b\r\n", 63))},
      {"SixtyFiveFields", 431, with(repeated("A: b\r\n", 64))},
      {"HeadOverTheLimit", 431, with("A: " + std::string(8192, 'b') + "\r\n")},
      {"HeadJustUnderTheLimit", 200, with("A: " + std::string(8100, 'b') + "\r\n")},
      {"EndlessRequestLine", 431, "GET /" + std::string(9000, 'a')},
      {"MalformedConnection", 400, with("Connection: ,;,\r\n")},
  };
}

inline std::vector<Vector> bodies() {
  return {
      {"ZeroLength", 200, with("Content-Length: 0\r\n")},
      {"LengthAndBody", 200, with("Content-Length: 3\r\n", "abc")},
      {"BodyShorterThanLength", 0, with("Content-Length: 3\r\n", "ab")},
      {"LengthWithLeadingZeros", 200, with("Content-Length: 003\r\n", "abc")},
      {"NegativeLength", 400, with("Content-Length: -1\r\n")},
      {"LengthWithPlus", 400, with("Content-Length: +3\r\n", "abc")},
      {"HexadecimalLength", 400, with("Content-Length: 0x3\r\n", "abc")},
      {"LengthWithUnderscore", 400, with("Content-Length: 1_0\r\n")},
      {"LengthList", 400, with("Content-Length: 3, 3\r\n", "abc")},
      {"EmptyLength", 400, with("Content-Length:\r\n")},
      {"SameLengthTwice", 400, with("Content-Length: 3\r\nContent-Length: 3\r\n", "abc")},
      {"DifferentLengths", 400, with("Content-Length: 3\r\nContent-Length: 0\r\n", "abc")},
      {"LengthOverflow", 400, with("Content-Length: 18446744073709551619\r\n", "abc")},
      {"LargestLength", 413, with("Content-Length: 9999999999999999999\r\n", "abc")},
      {"LengthThenChunked", 400,
       with("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")},
      {"ChunkedThenLength", 400,
       with("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n", "0\r\n\r\n")},
      {"ChunkedTwice", 400,
       with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")},
      {"ChunkedList", 400, with("Transfer-Encoding: chunked, chunked\r\n", "0\r\n\r\n")},
      {"GzipThenChunked", 400, with("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n")},
      {"ChunkedThenIdentity", 400, with("Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n")},
      {"Identity", 400, with("Transfer-Encoding: identity\r\n")},
      {"XChunked", 400, with("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n")},
      {"QuotedChunked", 400, with("Transfer-Encoding: \"chunked\"\r\n", "0\r\n\r\n")},
      {"ChunkedWithParameter", 400, with("Transfer-Encoding: chunked;a=b\r\n", "0\r\n\r\n")},
      {"EmptyTransferEncoding", 400, with("Transfer-Encoding:\r\n")},
      {"MixedCaseChunked", 200, with("Transfer-Encoding: ChUnKeD\r\n", "0\r\n\r\n")},
  };
}

inline std::vector<Vector> chunks() {
  using namespace std::string_literals;
  return {
      {"OneChunk", 200, chunked("3\r\nabc\r\n0\r\n\r\n")},
      {"UpperCaseHexadecimal", 200, chunked("A\r\n0123456789\r\n0\r\n\r\n")},
      {"ChunkSizeWithZeros", 200, chunked("0003\r\nabc\r\n000\r\n\r\n")},
      {"ChunkExtension", 400, chunked("3;a=b\r\nabc\r\n0\r\n\r\n")},
      {"ChunkExtensionWithoutValue", 400, chunked("3;a\r\nabc\r\n0\r\n\r\n")},
      {"LastChunkExtension", 400, chunked("3\r\nabc\r\n0;a\r\n\r\n")},
      {"BareLfInChunkExtension", 400, chunked("3;\nabc\r\n0\r\n\r\n")},
      {"SpaceAfterChunkSize", 400, chunked("3 \r\nabc\r\n0\r\n\r\n")},
      {"SpaceBeforeChunkSize", 400, chunked(" 3\r\nabc\r\n0\r\n\r\n")},
      {"ChunkSizeWithPrefix", 400, chunked("0x3\r\nabc\r\n0\r\n\r\n")},
      {"NegativeChunkSize", 400, chunked("-3\r\nabc\r\n0\r\n\r\n")},
      {"EmptyChunkSize", 400, chunked("\r\nabc\r\n0\r\n\r\n")},
      {"ChunkSizeOverflow", 400, chunked("10000000000000003\r\nabc\r\n0\r\n\r\n")},
      {"HugeChunkSize", 413, chunked("ffffffffffffffff\r\nabc\r\n0\r\n\r\n")},
      {"EndlessChunkSize", 400, chunked(std::string(5000, '0'))},
      {"EndlessChunkExtension", 400, chunked("3;" + std::string(5000, 'a'))},
      {"BareLfAfterChunkSize", 400, chunked("3\nabc\r\n0\r\n\r\n")},
      {"BareCrAfterChunkSize", 400, chunked("3\rabc\r\n0\r\n\r\n")},
      {"BareLfAfterChunk", 400, chunked("3\r\nabc\n0\r\n\r\n")},
      {"BareLfAfterLastChunk", 400, chunked("0\n\n")},
      {"ChunkLongerThanItsSize", 400, chunked("3\r\nabcd\r\n0\r\n\r\n")},
      {"ChunkShorterThanItsSize", 400, chunked("4\r\nabc\r\n0\r\n\r\n")},
      {"Trailer", 400, chunked("0\r\nX: y\r\n\r\n")},
      {"TrailerThatFrames", 400, chunked("0\r\nContent-Length: 5\r\n\r\n")},
      {"TrailerThatIsNoField", 400, chunked("0\r\nnonsense\r\n\r\n")},
      {"NulInChunkSize", 400, chunked("3\0\r\nabc\r\n0\r\n\r\n"s)},
      {"NoLastChunk", 0, chunked("3\r\nabc\r\n")},
      {"LastChunkWithoutEnd", 0, chunked("0\r\n")},
      {"RequestBehindChunks", 200, chunked("0\r\n\r\n") + line("GET /2 HTTP/1.1"), 2},
      {"RequestInPlaceOfTheEnd", 400, chunked("0\r\n") + line("GET /2 HTTP/1.1")},
  };
}

inline std::vector<Vector> vectors() {
  std::vector<Vector> all;
  for (const auto& part : {request_lines(), fields(), bodies(), chunks()})
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

}  // namespace gatepost::formats::http1::framing
