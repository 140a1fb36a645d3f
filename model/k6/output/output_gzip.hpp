#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace onsale::k6 {

/// One gzip stream (RFC 1952) without time and name in its header: the same text gives the same bytes.
class GzipEncoder {
public:
  GzipEncoder();
  ~GzipEncoder();

  /// @param at_end  this is the last of the text
  /// @return the bytes that are ready, valid until the next call
  std::string_view encode(std::string_view text, bool at_end);

private:
  struct State;
  std::unique_ptr<State> state_;
};

} // namespace onsale::k6
