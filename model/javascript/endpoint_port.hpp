/// From URLs and bodies to the endpoints and fields of a system, and from the fields of an answer to its body.
#pragma once

#include "model/http/router.hpp"
#include "model/javascript/port.hpp"

#include <simdjson.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace onsale::javascript {

class EndpointPort : public Port {
public:
  /// An endpoint as its system describes it.
  struct Endpoint {
    std::string method;
    std::string path;                 ///< a template: `/api/seats/{seat}`
    std::vector<http::NameId> inputs; ///< fields that it wants to know of a request
  };

  /// A field `seatId` is what the request has under that name: in its path, query, body (JSON or a form; `seat.id` is a
  /// member of a member, `seatIds.length` how many there are), headers (in any case) or cookies, in that order. A field
  /// of an answer is a member of its body: `data.token`, `list[].id` of each element of a list.
  /// @param endpoints  in the order of Names::endpoints
  EndpointPort(std::vector<Endpoint> endpoints, http::Names& names);
  EndpointPort(const EndpointPort&) = delete;
  EndpointPort& operator=(const EndpointPort&) = delete;

  std::string route(const OutgoingRequest& outgoing, k6::Request& request, std::string& endpoint_url) override;
  JSValue body(JSContext* context, http::NameId endpoint, const http::Response& response) override;
  std::vector<std::pair<std::string, std::string>> headers(http::NameId endpoint,
                                                           const http::Response& response) override;

private:
  /// A step on the way to a member of a body.
  struct Step {
    JSAtom name = JS_ATOM_NULL; ///< none: the value is a list itself
    bool is_list = false;       ///< what follows is in each of its elements
  };
  using Path = std::vector<Step>;

  http::Value find(http::NameId field, const http::Router::Match& match, const OutgoingRequest& outgoing,
                   std::string_view query);
  http::Value in_json(std::string_view path, const OutgoingRequest& outgoing);
  http::Value from_text(std::string_view text);
  http::Value from_json(const simdjson::dom::element& element);
  const Path& path_of(JSContext* context, http::NameId field);
  void put(JSContext* context, JSValueConst object, const Path& path, std::size_t step, const http::Value& value) const;
  void put_list(JSContext* context, JSValueConst list, const Path& path, std::size_t step,
                const http::Value& value) const;
  JSValue value_of(JSContext* context, const http::Value& value) const;

  std::vector<Endpoint> endpoints_;
  http::Names& names_;
  http::Router router_;
  std::vector<Path> paths_; // by field, made at its first use
  simdjson::dom::parser parser_;
  std::string_view parsed_; // the body that `root_` is of
  simdjson::dom::element root_;
  bool is_json_ = false;
};

} // namespace onsale::javascript
