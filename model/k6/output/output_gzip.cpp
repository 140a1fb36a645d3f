#include "model/k6/output/output_gzip.hpp"

#include <zlib.h>

#include <new>

namespace onsale::k6 {

struct GzipEncoder::State {
  z_stream stream{};
  std::string ready;
};

GzipEncoder::GzipEncoder() : state_(std::make_unique<State>())
{
  constexpr int gzip_header = 16; // zlib.h: added to the window bits
  if (deflateInit2(&state_->stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, MAX_WBITS + gzip_header, MAX_MEM_LEVEL,
                   Z_DEFAULT_STRATEGY) != Z_OK)
    throw std::bad_alloc();
}

GzipEncoder::~GzipEncoder()
{
  deflateEnd(&state_->stream);
}

std::string_view GzipEncoder::encode(std::string_view text, bool at_end)
{
  auto& stream = state_->stream;
  auto& ready = state_->ready;
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data())); // zlib reads it only
  stream.avail_in = static_cast<uInt>(text.size());
  ready.resize(deflateBound(&stream, static_cast<uLong>(text.size())) + 64);
  std::size_t size = 0;
  do {
    if (size == ready.size())
      ready.resize(2 * ready.size());
    stream.next_out = reinterpret_cast<Bytef*>(ready.data() + size);
    stream.avail_out = static_cast<uInt>(ready.size() - size);
    deflate(&stream, at_end ? Z_FINISH : Z_NO_FLUSH);
    size = ready.size() - stream.avail_out;
  } while (stream.avail_out == 0);
  return {ready.data(), size};
}

} // namespace onsale::k6
