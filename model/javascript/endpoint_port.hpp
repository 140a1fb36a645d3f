/// From URLs and bodies to the endpoints and fields of a system, and from the fields of an answer to its body.
#pragma once

#include "model/http/body.hpp"
#include "model/http/identity.hpp"
#include "model/http/input_source.hpp"
#include "model/http/router.hpp"
#include "model/javascript/port.hpp"

#include <simdjson.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace onsale::javascript {

class EndpointPort : public Port {
public:
  /// A field that an endpoint wants to know of a request.
  struct Input {
    http::NameId field = 0;
    http::InputSource source;
  };
  /// An endpoint as its system describes it.
  struct Endpoint {
    std::string method;
    std::string path; ///< a template: `/api/seats/{seat}`
    std::vector<Input> inputs;
  };
  struct Options {
    std::vector<Endpoint> endpoints;                                ///< in the order of Names::endpoints
    std::vector<http::IdentityForm> forms = {http::IdentityForm()}; ///< of identities; the first: as it is
    std::optional<std::uint32_t> unmatched = {}; ///< takes what no other endpoint takes; none: a fault
  };
  /// Requests that no endpoint took, by method and path, as `GET /favicon.ico`.
  using Unmatched = std::map<std::string, std::uint64_t>;

  /// An input is what the request has under its key: in its path, query, body (JSON or a form; `seat.id` is a member of
  /// a member, `seatIds.0` an element, `seatIds.length` how many there are), headers (in any case) or cookies, in that
  /// order unless its source says where.
  EndpointPort(Options options, http::Names& names);
  EndpointPort(const EndpointPort&) = delete;
  EndpointPort& operator=(const EndpointPort&) = delete;

  std::string route(const OutgoingRequest& outgoing, k6::Request& request, std::string& endpoint_url) override;
  JSValue body(JSContext* context, http::NameId endpoint, const http::Response& response) override;
  std::vector<std::pair<std::string, std::string>> headers(http::NameId endpoint,
                                                           const http::Response& response) override;
  /// The first hundred kinds; the others are counted as `others`.
  const Unmatched& unmatched() const { return unmatched_; }

private:
  /// Where in the lists around it a part of a body is.
  struct Place {
    const http::Response& response;
    std::uint32_t element = 0; ///< of the innermost list
  };

  std::string route_unmatched(const OutgoingRequest& outgoing, const http::UrlParts& url, k6::Request& request,
                              std::string& endpoint_url);
  http::Value find(const http::InputSource& source, const http::Router::Match& match, const OutgoingRequest& outgoing,
                   std::string_view query);
  http::Value in_body(const http::InputSource& source, const OutgoingRequest& outgoing);
  http::Value in_json(const http::InputSource& source, const OutgoingRequest& outgoing);
  http::Value from_text(std::string_view text, const http::InputSource& source);
  http::Value from_json(const simdjson::dom::element& element, const http::InputSource& source);
  JSValue shown(JSContext* context, const http::Body& body, Place place);
  JSValue shown_list(JSContext* context, const http::Body& body, Place place);
  const std::vector<JSAtom>& atoms_of(JSContext* context, const http::Body& body);
  JSValue value_of(JSContext* context, const http::Value& value, std::uint8_t form) const;
  std::string text_of(const http::Value& value, std::uint8_t form) const;

  Options options_;
  http::Names& names_;
  http::Router router_;
  Unmatched unmatched_;
  std::unordered_map<const http::Body*, std::vector<JSAtom>> atoms_; // names of an object's members
  simdjson::dom::parser parser_;
  std::string_view parsed_; // the body that `root_` is of
  simdjson::dom::element root_;
  bool is_json_ = false;
};

} // namespace onsale::javascript
