#include "formats/mime/gzip.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <array>

namespace gatepost::formats::mime {

namespace {

constexpr int gzip_only_window = 15 + 16;  // zlib's way to say "gzip header, not zlib's own"
constexpr std::size_t step_bytes = std::size_t{64} << 10;

class Inflater {
 public:
  Inflater() { ready_ = inflateInit2(&stream_, gzip_only_window) == Z_OK; }
  ~Inflater() {
    if (ready_) inflateEnd(&stream_);
  }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  z_stream& stream() { return stream_; }

 private:
  z_stream stream_{};
  bool ready_ = false;
};

}  // namespace

ErrorInfo error_info(Errc code) {
  return {"formats.mime", code == Errc::bad_gzip ? "bad_gzip" : "inflates_too_far"};
}

Result<Bytes> gunzip(ByteView compressed, std::size_t limit_bytes) {
  Inflater inflater;
  z_stream& stream = inflater.stream();
  Bytes input(compressed.begin(), compressed.end());  // zlib's next_in is not const
  stream.next_in = input.data();
  stream.avail_in = static_cast<uInt>(input.size());
  Bytes plain;
  int status = Z_OK;
  while (status == Z_OK) {
    const std::size_t before = plain.size();
    plain.resize(before + step_bytes);
    stream.next_out = plain.data() + before;
    stream.avail_out = static_cast<uInt>(step_bytes);
    status = inflate(&stream, Z_NO_FLUSH);
    plain.resize(plain.size() - stream.avail_out);
    if (plain.size() > limit_bytes)
      return fail(Errc::inflates_too_far,
                  fmt::format("the body inflates to more than {} bytes", limit_bytes));
  }
  if (status != Z_STREAM_END || stream.avail_in != 0)
    return fail(Errc::bad_gzip, "the body is not one whole gzip stream");
  return plain;
}

}  // namespace gatepost::formats::mime
