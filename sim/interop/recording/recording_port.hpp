#pragma once

#include "model/javascript/port.hpp"
#include "sim/interop/recording/recording.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace onsale::interop {

/// A system that has every endpoint: its answers are objects that tell what is read of them.
class RecordingPort : public javascript::Port {
public:
  explicit RecordingPort(Recording& recording) : recording_(recording) {}

  std::string route(const javascript::OutgoingRequest& outgoing, k6::Request& request,
                    std::string& endpoint_url) override;
  JSValue body(JSContext* context, http::NameId endpoint, const http::Response& response) override;
  std::vector<std::pair<std::string, std::string>> headers(http::NameId, const http::Response&) override;
  void read(std::string_view place, std::string_view what) override;

  /// Whether there was anything new since the last call.
  bool take_news();

private:
  std::size_t endpoint_of(std::string_view method, std::string_view path);
  void note_sent(RecordedEndpoint& endpoint, SentValue sent);
  void note_path(RecordedEndpoint& endpoint, std::string_view path);
  void note_body(RecordedEndpoint& endpoint, std::string_view body);
  std::string json_of(const AnswerShape& shape, const std::string& place);
  std::string scalar_of(const std::string& place);

  Recording& recording_;
  /// A value that an answer had.
  struct Given {
    std::string value;
    std::string place;
  };
  /// The one that stands in a text; nullptr: none.
  const Given* given_in(std::string_view text) const;

  std::unordered_map<std::uint64_t, Given> given_; ///< by the number in it
  std::uint64_t next_ = 0;
  bool has_news_ = false;
};

} // namespace onsale::interop
